import Postgres
import Spotter

extension SettingTable {
    static let database: [any AnySetting] = [
        databaseURL, listenURL, schema, pooler, poolSize,
    ]

    static let databaseURL = Setting.text(
        .database, "DATABASE_URL", isSecret: true,
        allowed: "a PostgreSQL URI such as \(databaseExample)",
        """
        Where the database is. A libpq URI or keyword string; several hosts are allowed, and the one \
        that takes writes is used.
        """,
        where: isConnectionString)

    /// What error messages show.
    static let databaseExample = "postgresql://user:password@host:5432/database?sslmode=require"

    static let listenURL = Setting.text(
        .database, "SPOTTER_LISTEN_URL", isSecret: true,
        allowed: "a PostgreSQL URI that leads past the pooler",
        """
        Where to listen for wake-ups when DATABASE_URL leads through a pooler in transaction mode, \
        which does not pass them on. Without it a worker behind a pooler polls.
        """,
        where: isConnectionString)

    static let schema = Setting.text(
        .database, "SPOTTER_SCHEMA", default: "spotter",
        allowed: "1 to 40 of a-z, 0-9 and _, not starting with a digit or pg_",
        "The PostgreSQL schema that holds the queue's tables.",
        where: { (try? Schema($0)) != nil })

    static let pooler = Setting.flag(
        .database, "SPOTTER_POOLER", default: false,
        """
        Whether a pooler in transaction mode (PgBouncer, Supavisor) stands between. Nothing is \
        prepared then and no start-up options are sent. Off by default, because prepared statements \
        are quicker.
        """)

    static let poolSize = Setting.integer(
        .database, "SPOTTER_POOL_SIZE", 1...100, unit: "connections", default: 10,
        """
        Connections of one process to the database. A worker opens three more, for claims and \
        heartbeats, and the API one, for its health check. The default keeps half a dozen processes \
        below the 100 connections of an untuned server.
        """)

    @Sendable private static func isConnectionString(_ text: String) -> Bool {
        (try? ConnectionSettings(uri: text)) != nil
    }
}
