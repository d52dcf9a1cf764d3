/// The program's version.
enum Version {
    /// As in the release notes; `spotter --version` prints it and workers report it where no release
    /// is set.
    static let current = "1.0.0"
}
