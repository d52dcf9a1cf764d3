import Logging
import Postgres
import Spotter
import SpotterHTTP

/// The program's settings: checked values, read once at the start and passed down.
///
/// Nothing below reads the environment.
struct Settings: Sendable {
    let databaseURL: String?
    let listenURL: String?
    let schema: Schema
    let hasPooler: Bool
    let poolSize: Int
    let concurrency: Int
    let queues: [String]?
    let lease: Duration
    let shutdownGrace: Duration
    let retentionCompleted: Duration
    let retentionFailed: Duration
    let retentionKeys: Duration
    let host: String
    let workerPort: Int?
    /// What is deployed: SPOTTER_RELEASE, RENDER_GIT_COMMIT, or the version.
    let release: String
    let adminTokens: [AdminToken]
    let jwtSecret: String?
    let jwtIssuer: String?
    let jwtAudience: String?
    /// SPOTTER_ACTOR; nil: the system's user and host.
    let actor: String?
    let hasLifeline: Bool
    /// nil: the command decides.
    let logLevel: Logger.Level?
    /// nil: text at a terminal, else JSON.
    let logFormat: LogFormat?
    /// The whole of it, for the parts that read their own settings from it.
    let environment: [String: String]

    /// Reads and checks all settings, those that this command has no use for as well: a wrong one
    /// is told where it is set, not weeks later.
    ///
    /// - Throws: For the first one that is not allowed, with name, value and what is allowed.
    init(environment: [String: String]) throws(SettingsError) {
        let source = SettingSource(environment)
        for setting in SettingTable.all {
            if let text = source.text(setting.description) { try setting.check(text) }
        }
        self.environment = environment
        databaseURL = try source.optional(SettingTable.databaseURL)
        listenURL = try source.optional(SettingTable.listenURL)
        let schemaName = try source.value(SettingTable.schema)
        guard let schema = try? Schema(schemaName) else {
            throw SettingsError(
                key: "SPOTTER_SCHEMA", value: schemaName,
                allowed: SettingTable.schema.description.allowed)
        }
        self.schema = schema
        hasPooler = try source.value(SettingTable.pooler)
        poolSize = try source.value(SettingTable.poolSize)
        concurrency = try source.value(SettingTable.concurrency)
        queues = try source.optional(SettingTable.queues)
        lease = try source.value(SettingTable.lease)
        shutdownGrace = try source.value(SettingTable.shutdownGrace)
        retentionCompleted = try source.value(SettingTable.retentionCompleted)
        retentionFailed = try source.value(SettingTable.retentionFailed)
        retentionKeys = try source.value(SettingTable.retentionKeys)
        host = try source.value(SettingTable.host)
        workerPort = try source.optional(SettingTable.workerPort)
        let release = try source.optional(SettingTable.release)
        let commit = try source.optional(SettingTable.renderCommit)
        self.release = release ?? commit ?? Version.current
        adminTokens = try (source.optional(SettingTable.adminTokens) ?? []).compactMap {
            AdminToken($0)
        }
        jwtSecret = try source.optional(SettingTable.jwtSecret)
        jwtIssuer = try source.optional(SettingTable.jwtIssuer)
        jwtAudience = try source.optional(SettingTable.jwtAudience)
        actor = try source.optional(SettingTable.actor)
        hasLifeline = try source.optional(SettingTable.lifeline) != nil
        let isLevelSet = source.text(SettingTable.logLevel.description) != nil
        logLevel = isLevelSet ? try source.value(SettingTable.logLevel) : nil
        logFormat = try source.optional(SettingTable.logFormat)
    }
}
