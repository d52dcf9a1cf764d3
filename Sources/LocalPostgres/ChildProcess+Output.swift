import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

extension ChildProcess {
    /// What a program that was run to its end left behind.
    package struct Output: Sendable {
        /// Exit code 0.
        package let succeeded: Bool
        /// Standard output, at most 1 MiB.
        package let text: String
        /// Standard error, at most 1 MiB.
        package let errorText: String
    }

    /// Runs a program to its end, with nothing to read on its standard input.
    ///
    /// - Parameter deadline: After this the program is killed.
    /// - Throws: `.spawn` when it could not be started or said too much, `.deadlineExceeded`. A
    ///   failing exit code is not an error but in the output.
    package static func output(
        of command: Command, deadline: Duration
    ) async throws(LocalPostgresError) -> Output {
        do {
            return try await withThrowingTaskGroup(of: Output?.self) { group in
                group.addTask {
                    let result = try await Subprocess.run(
                        configuration(command), output: .string(limit: 1 << 20),
                        error: .string(limit: 1 << 20))
                    return Output(
                        succeeded: result.terminationStatus.isSuccess,
                        text: result.standardOutput, errorText: result.standardError)
                }
                group.addTask {
                    try await Task.sleep(for: deadline)
                    return nil
                }
                defer { group.cancelAll() }
                guard let output = try await group.next() ?? nil else {
                    throw LocalPostgresError(
                        .deadlineExceeded, "\(command.program) did not end within \(deadline)")
                }
                return output
            }
        } catch let error as LocalPostgresError {
            throw error
        } catch {
            throw LocalPostgresError(.spawn, "cannot run \(command.program): \(error)")
        }
    }
}
