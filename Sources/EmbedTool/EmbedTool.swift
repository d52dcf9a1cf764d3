import Foundation

/// Turns files into one Swift source of a module: `EmbedTool OUTPUT MODULE FILE…`.
///
/// `migrations/0001_jobs.up.sql` becomes a `Migration`, `queries/job_claim.sql` a named `Statement`,
/// anything else a string in `Embedded.assets` under its file name.
@main
enum EmbedTool {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first, let module = arguments.dropFirst().first else {
            throw Failure(reason: "needs an output file and the name of a module")
        }
        let files = try arguments.dropFirst(2).map(File.init(path:))
        let source = try render(files, for: module)
        try source.write(toFile: output, atomically: true, encoding: .utf8)
    }

    private static func render(_ files: [File], for module: String) throws -> String {
        let migrations = try files.filter {
            $0.folder == "migrations" && $0.name.hasSuffix(".up.sql")
        }
        .map { up in
            let down = files.first { $0.name == up.name.replacing(".up.sql", with: ".down.sql") }
            guard let down else { throw Failure(reason: "\(up.name) has no down file") }
            return try renderMigration(up: up, down: down)
        }
        let queries = files.filter { $0.folder == "queries" }.map(renderQuery)
        let assets = files.filter { $0.folder == "Assets" }
            .map { "        \"\($0.name)\": \(literal($0.text))," }
        return """
            import Postgres
            \(module == "Spotter" ? "" : "import Spotter")

            extension Statement {
            \(queries.joined(separator: "\n"))
            }

            enum Embedded {
                static let migrations: [Migration] = [
            \(migrations.joined(separator: "\n"))
                ]
                static let assets: [String: String] = [
            \(assets.isEmpty ? "        :" : assets.joined(separator: "\n"))
                ]
            }

            """
    }

    private static func renderMigration(up: File, down: File) throws -> String {
        let stem = up.name.dropLast(".up.sql".count)
        guard let number = Int(stem.prefix(4)), stem.dropFirst(4).first == "_" else {
            throw Failure(reason: "\(up.name) is not named like 0001_name.up.sql")
        }
        return """
                    Migration(
                        number: \(number), name: "\(stem.dropFirst(5))",
                        up: \(literal(up.text)),
                        down: \(literal(down.text))),
            """
    }

    private static func renderQuery(_ file: File) -> String {
        let name = String(file.name.dropLast(".sql".count))
        let words = name.split(separator: "_")
        let property = words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.capitalized }
        return """
                static let \(property) = Statement(
                    name: "\(name)", sql: \(literal(file.text)))
            """
    }

    /// A raw string literal with more `#` than any run in the text, so nothing in it needs escaping.
    private static func literal(_ text: String) -> String {
        let fence = String(repeating: "#", count: 4)
        return "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
    }
}

struct File {
    let folder: String
    let name: String
    let text: String

    init(path: String) throws {
        let url = URL(fileURLWithPath: path)
        folder = url.deletingLastPathComponent().lastPathComponent
        name = url.lastPathComponent
        text = try String(contentsOf: url, encoding: .utf8)
        guard !text.contains("\"\"\"####") else {
            throw Failure(reason: "\(name) contains the literal's own closing fence")
        }
    }
}

struct Failure: Error, CustomStringConvertible {
    let reason: String
    var description: String { "EmbedTool: \(reason)" }
}
