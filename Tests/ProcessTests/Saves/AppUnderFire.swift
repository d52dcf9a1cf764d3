import LocalPostgres
import Postgres
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The whole app on a database of its own: `spotter api` and `spotter worker` as processes to do
/// harm to, clients, and the tables to look at afterwards.
///
/// Triggers on the workouts' table record each write that commits in `effect`, and obey the table
/// `control`: the first `times` attempts of a save of that workout raise `sqlstate`, and while
/// `is_held` holds they wait.
struct AppUnderFire: Sendable {
    private static let secret = "the tests' secret, which has 32 bytes and more"
    /// Text of the errors that `control` makes, which no user may see.
    static let secretText = "relation fitness.workouts says SELECT hunter2"

    let queue: QueueUnderFire

    /// Gives the body the app on the tests' common server.
    static func with(_ body: (AppUnderFire) async throws -> Void) async throws {
        try await QueueUnderFire.with { queue in try await body(prepare(queue)) }
    }

    /// Gives the body the app on a server that may be killed.
    static func withServer(_ body: (AppUnderFire, LocalServer) async throws -> Void) async throws {
        try await QueueUnderFire.withServer { queue, server in
            try await body(prepare(queue), server)
        }
    }

    private static func prepare(_ queue: QueueUnderFire) async throws -> AppUnderFire {
        let app = AppUnderFire(queue: queue)
        try await app.run(["migrate"])
        try await queue.pool.withConnection { try $0.executeScript(triggers) }
        return app
    }

    private static let triggers = """
        CREATE TABLE control (
            workout_id uuid PRIMARY KEY, sqlstate text, times integer NOT NULL DEFAULT 0,
            is_held boolean NOT NULL DEFAULT false);
        CREATE FUNCTION obey() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            wish control;
        BEGIN
            SELECT * INTO wish FROM control c WHERE c.workout_id = NEW.id;
            WHILE wish.is_held LOOP
                PERFORM pg_sleep(0.05);
                SELECT * INTO wish FROM control c WHERE c.workout_id = NEW.id;
            END LOOP;
            IF wish.times > (
                SELECT count(*) FROM spotter.outcome o WHERE o.job_id = NEW.job_id)
            THEN
                RAISE EXCEPTION '\(secretText)' USING ERRCODE = wish.sqlstate;
            END IF;
            RETURN NEW;
        END
        $$;
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO effect (job_id, key) VALUES (NEW.job_id, NEW.id::text);
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER obey BEFORE INSERT ON fitness.workouts
            FOR EACH ROW EXECUTE FUNCTION obey();
        CREATE TRIGGER note AFTER INSERT OR UPDATE ON fitness.workouts
            FOR EACH ROW EXECUTE FUNCTION note();
        """

    // MARK: Processes

    /// The environment of every process.
    ///
    /// - Parameter url: The database, where it is not to be reached directly.
    func environment(
        url: String? = nil, _ more: [String: String] = [:]
    ) -> [String: String] {
        [
            "DATABASE_URL": url ?? queue.url, "SPOTTER_JWT_SECRET": Self.secret, "PORT": "0",
            "SPOTTER_LEASE": "2s", "SPOTTER_SHUTDOWN_GRACE": "10s", "LOG_FORMAT": "text",
            "LOG_LEVEL": "info", "SPOTTER_LIFELINE": "stdin",
            // One user sends what a hundred would.
            "SPOTTER_USER_RATE": "0",
        ].merging(more) { _, new in new }
    }

    /// Starts an API and waits until it listens.
    func startAPI(
        port: Int = 0, url: String? = nil, _ more: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (service: RunningService, port: Int) {
        let environment = environment(
            url: url, more.merging(["PORT": "\(port)"]) { chosen, _ in chosen })
        let service = try await RunningService.start(["api"], environment: environment)
        let place = try await service.line(
            with: "listening on 127.0.0.1:", sourceLocation: sourceLocation)
        return (service, try #require(Int(place), sourceLocation: sourceLocation))
    }

    func startWorker(
        url: String? = nil, _ more: [String: String] = [:]
    ) async throws -> RunningService {
        try await RunningService.start(["worker"], environment: environment(url: url, more))
    }

    /// Runs a command to its end and returns its standard output.
    @discardableResult
    func run(
        _ arguments: [String], as actor: String = "anna",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        var environment = environment()
        environment["SPOTTER_ACTOR"] = actor
        let output = try await ChildProcess.output(
            of: .init(Programs.path("spotter"), arguments, environment: environment),
            deadline: .seconds(30))
        #expect(output.succeeded, "\(output.errorText)", sourceLocation: sourceLocation)
        return output.text
    }

    /// A client of this user.
    func client(_ user: String = "anna") async throws -> SaveClient {
        let output = try await run(["token", "--user", user])
        let token = output.split(whereSeparator: \.isWhitespace).last.map(String.init)
        return SaveClient(user: user, token: try #require(token))
    }
}
