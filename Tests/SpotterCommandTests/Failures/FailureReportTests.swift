import Postgres
import Spotter
import SpotterHTTP
import Testing

@testable import SpotterCommand

@Suite("Exit codes")
struct FailureReportTests {
    @Test(
        "of errors of the database",
        arguments: [
            (PostgresError(.connectionFailed), CommandStatus.databaseUnreachable),
            (PostgresError(.connectionLost, mayHaveCommitted: true), .databaseUnreachable),
            (PostgresError(.poolTimeout), .databaseUnreachable),
            (PostgresError(.server, sqlState: .cannotConnectNow), .databaseUnreachable),
            (PostgresError(.connectionFailed, sqlState: .invalidPassword), .notAllowed),
            (PostgresError(.server, sqlState: .insufficientPrivilege), .notAllowed),
            (PostgresError(.server, sqlState: .undefinedTable), .notDone),
            (PostgresError(.server, sqlState: .queryCanceled), .notDone),
            (
                PostgresError(
                    .server, sqlState: .invalidParameterValue, message: "spotter: kind must be …"),
                .usage
            ),
            (PostgresError(.server, sqlState: .invalidParameterValue, message: "other"), .notDone),
            (PostgresError(.invalidParameter, message: "NUL"), .usage),
        ])
    func database(error: PostgresError, status: CommandStatus) throws {
        #expect(FailureReport(error).status == status)
    }

    @Test("of settings, of refusals, of mistakes")
    func others() throws {
        #expect(FailureReport(SettingsError(key: "K", allowed: "x") as any Error)?.status == .usage)
        #expect(FailureReport(CommandFailure(.notDone, "no") as any Error)?.status == .notDone)
        #expect(
            FailureReport(SpotterError(.schemaTooOld, "old") as any Error)?.status == .notDone)
    }
}
