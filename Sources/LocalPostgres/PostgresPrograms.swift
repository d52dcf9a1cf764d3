#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder of one PostgreSQL installation's server programs.
package struct PostgresPrograms: Sendable, Hashable {
    /// Absolute path of the folder that holds `postgres`, `initdb` and the rest.
    package let folder: String
    /// Major version, such as 17.
    package let major: Int

    /// The path of one program, such as `initdb`.
    package func path(_ program: String) -> String { "\(folder)/\(program)" }

    /// Finds an installation.
    ///
    /// `SPOTTER_POSTGRES_BIN` decides alone where it is set. Else the first of: `PATH`, the places
    /// where Debian, Red Hat, Alpine, Homebrew and Postgres.app put it (newest first), and what
    /// `pg_config --bindir` says.
    ///
    /// - Parameter major: Only this version, because a data folder of it exists; `nil`: any.
    /// - Throws: `.programsMissing` with what to install, `.versionMismatch` when there are only
    ///   other versions than `major`.
    package static func find(
        major: Int? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(LocalPostgresError) -> PostgresPrograms {
        var others: [PostgresPrograms] = []
        for folder in await candidates(environment) {
            guard let version = await version(in: folder) else { continue }
            let programs = PostgresPrograms(folder: folder, major: version)
            if major == nil || major == version { return programs }
            others.append(programs)
        }
        if let major, !others.isEmpty {
            let found = others.map { "\($0.major) in \($0.folder)" }.joined(separator: ", ")
            throw LocalPostgresError(
                .versionMismatch,
                "The data here was made by PostgreSQL \(major), and only \(found) is installed. "
                    + "Install version \(major), or move the data away to begin anew.")
        }
        if let chosen = environment["SPOTTER_POSTGRES_BIN"] {
            throw LocalPostgresError(
                .programsMissing,
                "SPOTTER_POSTGRES_BIN is \(chosen), where no working `postgres` and `initdb` are.")
        }
        throw LocalPostgresError(
            .programsMissing,
            """
            No PostgreSQL server programs (postgres, initdb) were found.
              Debian, Ubuntu:  sudo apt-get install postgresql
              Fedora:          sudo dnf install postgresql-server
              macOS:           brew install postgresql@17
            Or name their folder in SPOTTER_POSTGRES_BIN.
            """)
    }

    private static func candidates(_ environment: [String: String]) async -> [String] {
        if let chosen = environment["SPOTTER_POSTGRES_BIN"] {
            return [chosen].compactMap(installation)
        }
        var folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let numbered: [(parent: String, prefix: String, suffix: String)] = [
            ("/usr/lib/postgresql", "", "/bin"),
            ("/usr", "pgsql-", "/bin"),
            ("/usr/libexec", "postgresql", ""),
            ("/opt/homebrew/opt", "postgresql@", "/bin"),
            ("/usr/local/opt", "postgresql@", "/bin"),
            ("/Applications/Postgres.app/Contents/Versions", "", "/bin"),
        ]
        for place in numbered {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place.parent)) ?? []
            let versions = names.compactMap { name -> Int? in
                name.hasPrefix(place.prefix) ? Int(name.dropFirst(place.prefix.count)) : nil
            }
            folders += versions.sorted(by: >).map {
                "\(place.parent)/\(place.prefix)\($0)\(place.suffix)"
            }
        }
        folders += ["/opt/homebrew/bin", "/usr/local/pgsql/bin", "/usr/local/bin"]
        if let tool = (environment["PATH"] ?? "").split(separator: ":").map({ "\($0)/pg_config" })
            .first(where: { $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0) }
            ),
            let answer = try? await Program.run(tool, ["--bindir"]), answer.succeeded
        {
            folders += answer.text.split(whereSeparator: \.isNewline).map(String.init)
        }
        return folders.compactMap(installation)
    }

    /// The folder where `postgres` really is, which has the other programs too.
    ///
    /// A folder on `PATH` may hold links to some only. `nil` when it is no server installation.
    private static func installation(_ folder: String) -> String? {
        guard folder.hasPrefix("/"), let real = realpath("\(folder)/postgres", nil) else {
            return nil
        }
        defer { free(real) }
        let place = String(cString: real).split(separator: "/").dropLast().joined(separator: "/")
        let isComplete = ["postgres", "initdb"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "/\(place)/\($0)")
        }
        return isComplete ? "/\(place)" : nil
    }

    /// Reads "postgres (PostgreSQL) 15.18 (Debian …)"; `nil` when the program does not run.
    private static func version(in folder: String) async -> Int? {
        guard
            let answer = try? await Program.run(
                "\(folder)/postgres", ["--version"]),
            answer.succeeded
        else { return nil }
        let words = answer.text.split(whereSeparator: \.isWhitespace)
        guard let name = words.firstIndex(of: "(PostgreSQL)"), name + 1 < words.endIndex else {
            return nil
        }
        return Int(words[name + 1].prefix(while: \.isNumber))
    }
}
