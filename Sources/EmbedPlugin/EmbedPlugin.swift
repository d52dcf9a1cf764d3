import Foundation
import PackagePlugin

/// Writes the SQL files of a target, and the assets beside its sources, into Swift source at build time.
///
/// The binary then needs no file beside it, and a program and its migrations cannot be mixed up in a
/// deployment. Which folder of `sql/` belongs to which target stands in `sqlFolder(of:)`.
@main
struct EmbedPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let sql = context.package.directoryURL.appending(path: sqlFolder(of: target))
        let folders = [sql.appending(path: "migrations"), sql.appending(path: "queries")]
        let assets = target.sourceModule?.directoryURL.appending(path: "Assets")
        let output = context.pluginWorkDirectoryURL.appending(path: "Embedded.swift")
        let inputs = try (folders + [assets].compactMap { $0 }).flatMap(files(in:))
        return [
            .buildCommand(
                displayName: "Embedding SQL and assets of \(target.name)",
                executable: try context.tool(named: "EmbedTool").url,
                arguments: [output.path, target.name] + inputs.map(\.path),
                inputFiles: inputs,
                outputFiles: [output])
        ]
    }

    private func sqlFolder(of target: any Target) -> String {
        target.name == "FitnessSaves" ? "sql/fitness" : "sql"
    }

    private func files(in folder: URL) throws -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default
            .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.path < $1.path }
    }
}
