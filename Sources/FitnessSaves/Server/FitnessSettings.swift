package import SpotterHTTP

/// Everything about the app's server that can be set.
package struct FitnessSettings: Sendable, Equatable {
    package var http = HTTPSettings()
    package var users: UserSettings
    /// `SPOTTER_USER_RATE`: requests a second that one user may keep up; 0: no limit.
    ///
    /// Default 100.
    package var userRate = 100
    /// `SPOTTER_USER_BURST`: requests of one user at once after a rest.
    ///
    /// Default 1000: a device that comes back after a day without a network sends all it has.
    package var userBurst = 1000
    /// `SPOTTER_QUEUE_DEPTH_MAX`: waiting saves beyond which new ones are refused with 429; 0: no
    /// limit.
    ///
    /// Default 100,000, some minutes of one worker's work.
    package var queueDepthMax = 100_000
    /// `SPOTTER_POOL_SIZE`: connections for saves and lists; one more is kept for the health check.
    ///
    /// Default 10.
    package var poolSize = 10
    /// `SPOTTER_WAITERS_MAX`: requests with `Prefer: wait` that may wait at a time.
    ///
    /// Default 200.
    package var waitersMax = 200

    package init(users: UserSettings) { self.users = users }

    package init(environment: [String: String]) throws(SettingsError) {
        let reader = SettingsReader(environment)
        http = try HTTPSettings(environment: environment)
        users = try UserSettings(environment: environment)
        userRate = try reader.integer("SPOTTER_USER_RATE", default: userRate, in: 0...1_000_000)
        userBurst = try reader.integer("SPOTTER_USER_BURST", default: userBurst, in: 1...1_000_000)
        queueDepthMax = try reader.integer(
            "SPOTTER_QUEUE_DEPTH_MAX", default: queueDepthMax, in: 0...100_000_000)
        poolSize = try reader.integer("SPOTTER_POOL_SIZE", default: poolSize, in: 1...200)
        waitersMax = try reader.integer("SPOTTER_WAITERS_MAX", default: waitersMax, in: 0...100_000)
    }
}
