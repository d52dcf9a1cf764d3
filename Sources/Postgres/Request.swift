/// A statement with its parameters, to be sent with others in a pipeline.
public struct Request: Sendable {
    /// What to run.
    public let statement: Statement
    /// One value for each `$n`; nil is NULL.
    public let parameters: [(any PostgresEncodable)?]

    /// `statement` with its parameters in order.
    public init(_ statement: Statement, _ parameters: (any PostgresEncodable)?...) {
        self.init(statement, parameters: parameters)
    }

    /// `statement` with its parameters in order.
    public init(_ statement: Statement, parameters: [(any PostgresEncodable)?]) {
        self.statement = statement
        self.parameters = parameters
    }
}
