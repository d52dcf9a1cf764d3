import Postgres
import Testing

/// What the tables say.
extension AppUnderFire {
    /// The promise: each accepted save is stored exactly once, one job a key, and nothing is left
    /// running, waiting or held.
    ///
    /// - Parameter saves: By key; every one that the clients have sent.
    func expectEachSavedOnce(
        _ saves: [String: Answer.Save], of client: SaveClient,
        within limit: Duration = .seconds(30),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually(
            within: limit, "not all saves were applied", sourceLocation: sourceLocation
        ) { try await queue.count("completed") == saves.count }
        try await queue.expectEffectsOnce(
            of: saves.values.map(\.workoutID), sourceLocation: sourceLocation)
        try await queue.expectNoLeases(sourceLocation: sourceLocation)
        let jobs: Int = try await queue.value("SELECT count(*) FROM spotter.job")
        #expect(jobs == saves.count, "a job was doubled", sourceLocation: sourceLocation)
        let kept: [String] = try await queue.value(
            "SELECT coalesce(array_agg(key || ' ' || job_id ORDER BY key, job_id), '{}')"
                + " FROM spotter.key")
        let expected = saves.map { "client \(client.user) \($0.key) \($0.value.id)" }
        #expect(
            Set(kept) == Set(expected), "an answer named another job than the key's",
            sourceLocation: sourceLocation)
        #expect(kept.count == expected.count, sourceLocation: sourceLocation)
        let waiting: Int = try await queue.value("SELECT count(*) FROM spotter.ready")
        #expect(waiting == 0, sourceLocation: sourceLocation)
        try await expectNoAttemptSpent(sourceLocation: sourceLocation)
    }

    /// Trouble of processes, network and database was not counted against any save.
    func expectNoAttemptSpent(
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let spent: [String] = try await queue.value(
            "SELECT coalesce(array_agg(state || ': ' || coalesce(error, '')), '{}')"
                + " FROM spotter.outcome WHERE state IN ('retry', 'failed')")
        #expect(spent == [], sourceLocation: sourceLocation)
    }

    /// The number in the stored workout; nil when there is none.
    func storedVersion(of workoutID: String) async throws -> Int? {
        try await queue.value(
            "SELECT (SELECT (workout->>'version')::integer FROM fitness.workouts"
                + " WHERE id = $1::uuid)", workoutID)
    }

    /// Makes the next attempts at saving a workout fail.
    func order(
        _ sqlState: String, times: Int, for workoutID: String
    ) async throws {
        try await queue.execute(
            "INSERT INTO control (workout_id, sqlstate, times) VALUES ($1::uuid, $2, $3::integer)",
            workoutID, sqlState, times)
    }

    /// Makes each attempt at saving any workout take at least so long.
    func slowDown(to time: Duration) async throws {
        let seconds = time / .seconds(1)
        try await queue.pool.withConnection {
            try $0.executeScript(
                """
                CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_sleep(\(seconds));
                    RETURN NEW;
                END
                $$;
                CREATE TRIGGER dawdle BEFORE INSERT ON fitness.workouts
                    FOR EACH ROW EXECUTE FUNCTION dawdle();
                """)
        }
    }

    /// Makes attempts at saving a workout wait until ``release()``.
    func hold(_ workoutID: String) async throws {
        try await queue.execute(
            "INSERT INTO control (workout_id, is_held) VALUES ($1::uuid, true)", workoutID)
    }

    /// Ends all orders; attempts that wait go on.
    func release() async throws {
        try await queue.execute("DELETE FROM control")
    }

    /// Looks at a save until it has this status, and returns it.
    func save(
        _ id: String, until status: String, of client: SaveClient, at port: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer.Save {
        var seen: Answer.Save?
        try await eventually(
            within: .seconds(20), "save \(id) is not \(status)", sourceLocation: sourceLocation
        ) {
            let answer = try await client.send("GET", "/api/fitness/saves/\(id)", to: port)
            seen = try answer.save(sourceLocation: sourceLocation)
            return seen?.status == status
        }
        return try #require(seen, sourceLocation: sourceLocation)
    }
}
