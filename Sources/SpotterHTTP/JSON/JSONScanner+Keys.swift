extension JSONScanner {
    /// Notes the first key of the innermost object that repeats an earlier one.
    ///
    /// Few keys are compared pair by pair. Many are sorted by their bytes, not hashed: an unseeded
    /// hash invites collisions that cost the square of their number.
    mutating func checkDuplicates(from first: Int) {
        guard keys.count - first > 1, violation == nil else { return }
        let repeated =
            keys.count - first <= 8 ? repeatedPairwise(from: first) : repeatedSorted(from: first)
        guard let repeated else { return }
        path.append(.key(repeated))
        note(.duplicateKey, "the key is there twice", at: repeated.offset)
        path.removeLast()
    }

    private func repeatedPairwise(from first: Int) -> Key? {
        for later in (first + 1)..<keys.count {
            for earlier in first..<later where order(keys[earlier], keys[later]) == 0 {
                return keys[later]
            }
        }
        return nil
    }

    private func repeatedSorted(from first: Int) -> Key? {
        let sorted = keys[first...].sorted {
            let order = order($0, $1)
            return order == 0 ? $0.offset < $1.offset : order < 0
        }
        return zip(sorted, sorted.dropFirst())
            .filter { order($0, $1) == 0 }
            .map(\.1)
            .min { $0.offset < $1.offset }
    }

    /// Negative, zero or positive as `left` sorts before, with or after `right`: by length, then
    /// bytes.
    private func order(_ left: Key, _ right: Key) -> Int {
        let difference = (left.end - left.start) - (right.end - right.start)
        guard difference == 0 else { return difference }
        for offset in 0..<(left.end - left.start) {
            let one = left.isUnescaped ? unescaped[left.start + offset] : bytes[left.start + offset]
            let other =
                right.isUnescaped ? unescaped[right.start + offset] : bytes[right.start + offset]
            guard one == other else { return Int(one) - Int(other) }
        }
        return 0
    }

    /// The key as text, cut after 200 bytes: a pointer goes into an answer and should stay
    /// readable.
    func text(of key: Key) -> String {
        let slice = (key.isUnescaped ? unescaped : bytes)[key.start..<key.end]
        guard slice.count > 200 else { return String(decoding: slice, as: UTF8.self) }
        return String(decoding: slice.prefix(200), as: UTF8.self) + "…"
    }
}
