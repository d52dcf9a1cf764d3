package import SpotterHTTP

/// The body of a request that saves a workout, checked: `{"workout": {…}}`.
///
/// Members beside `workout` are ignored, whatever they are called: the user comes from the token
/// and the save's state from the queue, never from a body. They have to be sound JSON all the same.
package struct WorkoutDocument: Sendable {
    /// Bytes a request may have.
    ///
    /// 256 KiB is some two hundred times a long workout.
    package static let sizeMax = 256 * 1024

    /// A name's length, in Unicode code points, which is what PostgreSQL's `length` counts.
    static let nameLength = 1...200

    /// The workout as it was sent, byte by byte.
    package let workout: [UInt8]

    /// The workout's own `id`, if it has one.
    package let id: WorkoutID?

    /// The workout, to look into.
    let value: JSONValue

    /// Checks a body.
    ///
    /// - Parameter isIndexedWhole: Whether all levels of `value` can be looked into, or the upper
    ///   ones only, which costs less.
    /// - Throws: `Problem`: 400 `not_json`, 413, or 422 with a pointer into `body`.
    package init(body: [UInt8], isIndexedWhole: Bool = false) throws(Problem) {
        guard body.count <= Self.sizeMax else {
            throw Problem(.payloadTooLarge, "The body may have \(Self.sizeMax) bytes")
        }
        let document: JSONDocument
        do {
            var limits = JSONLimits()
            // The workout may be as deep as the limit says, and stands one level down.
            limits.depthMax += 1
            if isIndexedWhole { limits.indexDepth = limits.depthMax + 1 }
            document = try JSONDocument(body, limits: limits)
        } catch {
            throw Problem(error)
        }
        let root = JSONPointer()
        guard document.root.kind == .object else {
            throw Self.broken("The body has to be an object with a workout", at: root)
        }
        let place = root.member("workout")
        guard let workout = document.root["workout"] else {
            throw Self.broken("There has to be a workout", at: place)
        }
        guard workout.kind == .object else {
            throw Self.broken("A workout has to be an object", at: place)
        }
        try Self.checkName(workout, at: place)
        try Self.checkExercises(workout, at: place)
        id = try Self.id(of: workout, at: place)
        self.workout = Array(workout.bytes)
        value = workout
    }

    private static func checkName(_ workout: JSONValue, at place: JSONPointer) throws(Problem) {
        guard let name = workout["name"]?.string, nameLength.contains(name.unicodeScalars.count)
        else {
            throw broken(
                "A workout has to have a name of \(nameLength.lowerBound) to "
                    + "\(nameLength.upperBound) characters", at: place.member("name"))
        }
    }

    private static func checkExercises(_ workout: JSONValue, at place: JSONPointer) throws(Problem)
    {
        guard let exercises = workout["exercises"] else { return }
        let place = place.member("exercises")
        guard exercises.kind == .array else {
            throw broken("Exercises have to be an array", at: place)
        }
        for (index, exercise) in exercises.elements.enumerated() {
            let place = place.element(index)
            guard exercise.kind == .object else {
                throw broken("An exercise has to be an object", at: place)
            }
            guard exercise["name"]?.kind == .string else {
                throw broken("An exercise has to have a name", at: place.member("name"))
            }
        }
    }

    private static func id(
        of workout: JSONValue, at place: JSONPointer
    ) throws(Problem) -> WorkoutID? {
        guard let member = workout["id"] else { return nil }
        guard let id = member.string.flatMap({ WorkoutID($0) }) else {
            throw broken("An id has to be a UUID", at: place.member("id"))
        }
        return id
    }

    private static func broken(_ rule: String, at place: JSONPointer) -> Problem {
        Problem(.invalidDocument, rule, pointer: place.description)
    }
}
