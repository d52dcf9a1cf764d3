import Crypto
import SpotterHTTP

/// What is kept with a key: which request it came with, and which workout that meant.
///
/// Two requests are the same when method and path are, and their workouts mean the same: members in
/// another order, other white space and other escapes make no difference, because encoders differ
/// in them from one call to the next. Numbers are compared as they are written.
struct SaveDigest: Sendable, Equatable {
    /// 32 bytes of SHA-256, then the workout's 16 bytes.
    let bytes: [UInt8]

    private static let hashSize = SHA256.byteCount

    init(method: String, path: String, workout: JSONValue?, workoutID: WorkoutID) {
        var canonical: [UInt8] = []
        if let workout { CanonicalJSON.append(workout, to: &canonical) }
        var hash = SHA256()
        hash.update(data: Array("\(method) \(path)\n".utf8))
        hash.update(data: canonical)
        bytes = Array(hash.finalize()) + workoutID.bytes
    }

    /// Reads what was kept; nil when it was not written by us.
    init?(kept bytes: [UInt8]) {
        guard bytes.count == Self.hashSize + 16 else { return nil }
        self.bytes = bytes
    }

    /// The workout of the request; nil never, unless the bytes are not ours.
    var workoutID: WorkoutID? { WorkoutID(bytes: bytes.dropFirst(Self.hashSize)) }
}
