import ArgumentParser
import SpotterHTTP

/// `spotter settings`: the reference of all settings, and whether those that are set are right.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "List every setting with type, range, default and reason.",
        discussion: """
            Settings are environment variables. Those that are set are checked: a wrong one ends the \
            command with exit code 64, as it would stop `spotter api` and `spotter worker`. Values \
            are not shown.

            EXAMPLES
              spotter settings
              spotter settings --json | jq '.settings[].name'
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        let environment = ProcessEnvironment.current
        let descriptions = SettingTable.all.map(\.description)
        output.print {
            $0.key("settings")
            $0.array { list in
                for description in descriptions { description.write(to: &list, environment) }
            }
        } text: { terminal in
            SettingsReference.text(descriptions, environment: environment, on: terminal)
        }
        _ = try Settings(environment: environment)
        for sentence in Settings.unknownNames(in: environment) {
            StandardStream.error.write("spotter: warning: \(Printable.line(sentence))\n")
        }
    }
}

extension SettingDescription {
    fileprivate func write(to list: inout JSONWriter, _ environment: [String: String]) {
        list.object {
            $0.member("name", name)
            $0.member("area", area.rawValue)
            $0.member("allowed", allowed)
            $0.member("default", fallback)
            $0.member("secret", isSecret)
            $0.member("set", environment[name]?.isEmpty == false)
            $0.member("meaning", meaning)
        }
    }
}
