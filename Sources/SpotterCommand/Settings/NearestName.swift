/// Finds what somebody may have meant.
enum NearestName {
    /// The candidate that differs least from `name`; nil if none is near enough to be meant.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let distances = candidates.map { (name: $0, distance: distance(name, $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, name.count / 4) ? best.name : nil
    }

    /// How many letters have to be put in, left out or changed to make one text of the other
    /// (Levenshtein).
    ///
    /// Of long texts only the first 64 letters count.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8.prefix(64))
        let right = Array(right.utf8.prefix(64))
        var row = Array(0...right.count)
        for (line, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let changed = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
