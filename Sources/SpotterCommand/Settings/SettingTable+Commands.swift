import Logging

extension SettingTable {
    static let commands: [any AnySetting] = [actor, postgresPrograms]
    static let logs: [any AnySetting] = [logLevel, logFormat]

    static let actor = Setting.text(
        .commands, "SPOTTER_ACTOR", allowed: "a text of 1 to 255 bytes",
        """
        Who is recorded with changes made from the shell. Without it the system's user and host, \
        such as anna@host.
        """,
        where: { $0.utf8.count <= 255 })

    static let postgresPrograms = Setting.text(
        .commands, "SPOTTER_POSTGRES_BIN", allowed: "a folder with `postgres` and `initdb`",
        "Where `spotter dev` finds PostgreSQL's programs. Without it they are looked for.")

    static let logLevel = Setting<Logger.Level>.choice(
        .logs, "LOG_LEVEL", default: "info",
        "The least severe lines to write. Commands other than `api` and `worker` start at warning.")

    static let logFormat = Setting<LogFormat>.choice(
        .logs, "LOG_FORMAT", default: nil,
        "How log lines look: `text` for people, `json` for programs. Text at a terminal, else JSON."
    )
}
