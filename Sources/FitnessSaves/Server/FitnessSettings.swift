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
}
