import FitnessSaves
import SpotterHTTP

extension Settings {
    /// The settings of the app's server.
    ///
    /// - Throws: If no way is set to know a user's token.
    func fitness() throws(SettingsError) -> FitnessSettings {
        let source = SettingSource(environment)
        let users = UserSettings(
            secret: jwtSecret,
            keysFile: try source.optional(SettingTable.jwksFile),
            keysURL: try source.optional(SettingTable.jwksURL),
            issuer: jwtIssuer, audience: jwtAudience)
        try users.check()
        var fitness = FitnessSettings(users: users)
        fitness.http = try http(source)
        fitness.userRate = try source.value(SettingTable.userRate)
        fitness.userBurst = try source.value(SettingTable.userBurst)
        fitness.queueDepthMax = try source.value(SettingTable.queueDepthMax)
        fitness.waitersMax = try source.value(SettingTable.waitersMax)
        fitness.poolSize = poolSize
        return fitness
    }

    private func http(_ source: SettingSource) throws(SettingsError) -> HTTPSettings {
        var http = HTTPSettings()
        http.host = host
        http.port = try source.value(SettingTable.port)
        http.connectionsMax = try source.value(SettingTable.httpConnections)
        http.requestTimeout = try source.value(SettingTable.httpRequestTimeout)
        http.responseTimeout = try source.value(SettingTable.httpResponseTimeout)
        http.idleTimeout = try source.value(SettingTable.httpIdleTimeout)
        http.corsOrigins = try source.optional(SettingTable.corsOrigins) ?? []
        return http
    }
}
