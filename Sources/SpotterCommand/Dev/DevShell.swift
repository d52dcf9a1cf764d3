/// `.spotter/env`: what a shell needs to work with the running `dev`; `. .spotter/env` reads it.
struct DevShell: Sendable {
    static let fileName = "env"

    let report: DevReport
    /// Of the children; holds the secrets that commands such as `spotter token` need.
    let environment: [String: String]
    /// Where the program `spotter` lies.
    let programFolder: String

    /// Lines for a POSIX shell.
    var text: String {
        var lines = [
            "# Written by `spotter dev`, which is running while this file is here.",
            export("DEV_URL", String(report.urls.app.dropLast())),
            export("DEV_TOKEN", report.token),
            export("DATABASE_URL", report.databaseURL),
        ]
        for name in ["SPOTTER_JWT_SECRET", "SPOTTER_ADMIN_TOKENS"] {
            lines += environment[name].map { [export(name, $0)] } ?? []
        }
        lines.append("export PATH=\(quoted(programFolder)):\"$PATH\"")
        return lines.joined(separator: "\n") + "\n"
    }

    private func export(_ name: String, _ value: String) -> String {
        "export \(name)=\(quoted(value))"
    }

    private func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
