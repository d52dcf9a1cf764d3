internal import CLibPQ

/// Puts the results of a pipeline in order, as they come.
///
/// libpq gives for each command its result and then nothing (nil), and at the end one result for
/// the sync. After an error the rest of the commands come back as aborted.
struct PipelineReader {
    private let commands: [PipelineCommand]
    private var current = 0
    /// The rows of the statements so far, without the answers to preparing.
    private(set) var rows: [Rows] = []
    /// Commands that went well; they are the first ones.
    private(set) var succeeded = 0
    /// The first error.
    private(set) var failure: ResultHandle?
    /// The name of the statement that failed.
    private(set) var failedStatement: String?
    /// Whether the sync has come: the connection is out of the pipeline's way.
    private(set) var isComplete = false

    init(commands: [PipelineCommand]) {
        self.commands = commands
        rows.reserveCapacity(commands.count)
    }

    /// Whether libpq may be asked for another result.
    var expectsMore: Bool { !isComplete }

    /// The name of the statement whose answer comes next.
    var currentStatement: String? {
        current < commands.count ? commands[current].statement.name : nil
    }

    mutating func take(_ result: ResultHandle?) {
        guard let result else {
            current += 1
            return
        }
        switch result.status {
        case PGRES_PIPELINE_SYNC:
            isComplete = true
        case PGRES_PIPELINE_ABORTED:
            break
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            guard failure == nil, current < commands.count else { return }
            succeeded += 1
            if case .run(let statement, _, _) = commands[current] {
                rows.append(Rows(handle: result, statement: statement.name))
            }
        default:
            guard failure == nil else { return }
            failure = result
            failedStatement = currentStatement
        }
    }
}
