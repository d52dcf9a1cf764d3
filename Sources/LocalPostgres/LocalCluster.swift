/// A PostgreSQL cluster in a folder of ours: its data, its private socket, its settings.
///
/// Layout of the folder, which belongs to the server's user alone (mode 0700):
///
///     data/            made by initdb, complete or not there at all
///     data.new-NNN/    initdb at work, or left by one that was killed; removed at the next start
///     socket/          the server's socket, unless the path is too long for one
///
/// **Who stops it.** The server is a child of the process that starts it and ends with it: a small
/// shell process holds the other end of the owner's pipe, and when the owner is gone, killed or
/// not, stops the server (fast shutdown; after 10 s SIGQUIT; after 5 s more SIGKILL).
///
/// **A server that still runs** at start, because that shell was killed too, is stopped and not
/// adopted: only a parent sees its child's end and output. Two owners at once must be kept apart by
/// the caller (`FileLock`), else the second stops the first one's server.
///
/// **Root.** PostgreSQL refuses to run as root, so then the server runs as `postgres`, else as
/// `nobody`, and the folder is theirs. Where that user cannot enter the folder (below a closed
/// `/root`, say), the cluster is kept in `/var/lib/spotter-local/` and the folder links there.
package struct LocalCluster: Sendable {
    /// What a cluster is for.
    package struct Options: Sendable {
        /// Whether commits survive a loss of power.
        ///
        /// Default true; false for tests, where it saves
        /// most of the time. A killed server loses nothing in either case.
        package var isDurable = true
        /// Also listens on 127.0.0.1 at this port.
        ///
        /// Every user of this machine may then connect
        /// without a password. Default `nil`: the private socket only.
        package var tcpPort: Int?
        /// Deletes the cluster's folder when the owner ends.
        ///
        /// Default false. A server stopped by its owner keeps it.
        package var isRemovedWithOwner = false
        /// Further server settings, as in postgresql.conf.
        package var settings: [String: String] = [:]

        package init() {}

        /// For tests: not durable.
        package static var quick: Options {
            var options = Options()
            options.isDurable = false
            return options
        }
    }

    /// The superuser of every cluster, who needs no password on the socket.
    package static let userName = "spotter"

    /// Where it is kept; absolute.
    package let folder: String
    package let options: Options
    let programs: PostgresPrograms
    let user: ServerUser?
    let socketFolder: String

    var dataFolder: String { "\(folder)/data" }

    /// Makes the cluster's folder, and in it the data if there is none yet.
    ///
    /// Starts nothing.
    ///
    /// A folder that a killed attempt left half made is cleaned; existing data is left as it is.
    /// Takes 0.5 to 1 s the first time, milliseconds later.
    ///
    /// - Parameter folder: Absolute path; folders above it are made where they are missing.
    /// - Throws: `.programsMissing`, `.versionMismatch`, `.folder`, `.programFailed` with initdb's
    ///   own words. Whatever is thrown, there is no half-made `data/`.
    package static func prepare(
        _ folder: String, options: Options = Options()
    ) async throws(LocalPostgresError) -> LocalCluster {
        let user = try ServerUser.forThisProcess()
        let place = try ClusterFolder.prepare(folder, for: user)
        let programs = try await PostgresPrograms.find(major: place.dataMajor())
        let cluster = LocalCluster(
            folder: place.path, options: options, programs: programs, user: user,
            socketFolder: try place.socketFolder())
        if place.dataMajor() == nil {
            try await place.initialise(with: programs, isDurable: options.isDurable)
        }
        return cluster
    }

    /// Arguments of `postgres`.
    var arguments: [String] {
        var settings = [
            "cluster_name": "spotter",
            "listen_addresses": options.tcpPort == nil ? "" : "127.0.0.1",
            "port": String(options.tcpPort ?? 5432),
            "unix_socket_directories": socketFolder,
            "unix_socket_permissions": "0700",
            // A worker, an API and tests in parallel, each with a pool of its own.
            "max_connections": "300",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "",
            "log_checkpoints": "off",
            "logging_collector": "off",
        ]
        if !options.isDurable {
            settings["fsync"] = "off"
            settings["full_page_writes"] = "off"
        }
        settings.merge(options.settings) { _, chosen in chosen }
        let list = settings.sorted { $0.key < $1.key }
        return ["-D", dataFolder] + list.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    }

    /// The libpq URI of one database, through the socket.
    ///
    /// - Parameter database: A name of letters, digits, `_` and `-`.
    package func url(database: String) -> String {
        "postgresql://\(Self.userName)@/\(database)?host=\(percentEncoded(socketFolder))"
            + "&port=\(options.tcpPort ?? 5432)"
    }

    private func percentEncoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return path.utf8.reduce(into: "") { text, byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII && (character.isLetter || character.isNumber)
                || "/-._~".contains(character)
            {
                text.append(character)
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
