extension Settings: CustomStringConvertible {
    /// Nothing of what is in it: there are secrets among it.
    var description: String { "Settings" }

    /// One sentence for each variable that looks like ours and is none: mostly a typing error.
    ///
    /// - Parameter environment: Only names that begin with SPOTTER_ are looked at.
    static func unknownNames(in environment: [String: String]) -> [String] {
        environment.keys.sorted()
            .filter { $0.hasPrefix("SPOTTER_") && !SettingTable.names.contains($0) }
            .map { name in
                let nearest = NearestName.of(name, among: SettingTable.names)
                let advice = nearest.map { "; did you mean \($0)?" } ?? ""
                return "the setting \(name) is not known and has no effect\(advice)"
            }
    }
}
