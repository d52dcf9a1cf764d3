/// Every environment variable that the program reads, by area.
///
/// From this table come the parsing, the error texts, and the reference (`spotter settings`).
enum SettingTable {
    static let all: [any AnySetting] =
        database + http + users + worker + commands + logs

    /// The names of all of them.
    static let names = all.map(\.description.name)
}
