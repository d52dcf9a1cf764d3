/// What the children of `spotter dev` are told by their environment.
struct DevSettings: Sendable {
    /// Where the API listens, without a slash at its end.
    let base: String
    /// Where the worker's probes listen.
    let workerBase: String
    let databaseURL: String
    let adminToken: String
    /// Added to `dev`'s own environment.
    let environment: [String: String]

    /// - Parameters:
    ///   - inherited: The environment of `dev`; secrets that are set there are kept.
    ///   - port: Of the API.
    ///   - workerPort: Of the worker's probes.
    init(
        folder: DevFolder, databaseURL: String, port: Int, workerPort: Int,
        inherited: [String: String]
    ) throws {
        let jwtSecret =
            try inherited["SPOTTER_JWT_SECRET"] ?? folder.secret("jwt-secret")
        adminToken = try folder.secret("admin-token")
        base = "http://127.0.0.1:\(port)"
        workerBase = "http://127.0.0.1:\(workerPort)"
        self.databaseURL = databaseURL
        environment = [
            "DATABASE_URL": databaseURL,
            "HOST": "127.0.0.1",
            "PORT": "\(port)",
            "SPOTTER_WORKER_PORT": "\(workerPort)",
            "SPOTTER_JWT_SECRET": jwtSecret,
            "SPOTTER_ADMIN_TOKENS": inherited["SPOTTER_ADMIN_TOKENS"]
                ?? "dev:\(adminToken):operator",
            // Our log is read by a person, although the children's standard error is no terminal.
            "LOG_FORMAT": inherited["LOG_FORMAT"] ?? "text",
            "SPOTTER_LIFELINE": "stdin",
        ]
    }
}
