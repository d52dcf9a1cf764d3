import ArgumentParser
import SpotterHTTP

/// How a command shows its results: as a table or as text for people, or as JSON for programs.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON: one document; ids are strings, times ISO 8601 in UTC.")
    var json = false

    /// Prints a result in the form asked for.
    ///
    /// - Parameters:
    ///   - members: Writes the members of the JSON document.
    ///   - text: Makes the lines for people.
    func print(
        _ members: (inout JSONWriter) -> Void, text: (Terminal) -> String
    ) {
        guard json else {
            StandardStream.output.write(
                text(.current(environment: ProcessEnvironment.current)))
            return
        }
        var writer = JSONWriter()
        writer.object(members)
        StandardStream.output.write(writer.bytes + [UInt8(ascii: "\n")])
    }
}
