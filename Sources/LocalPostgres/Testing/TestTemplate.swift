/// A prepared database that tests get copies of.
package struct TestTemplate: Sendable {
    /// Tells templates apart within one process: letters, digits and `_`.
    package let name: String
    /// Fills the database at this URI.
    ///
    /// Every connection it opens must be closed when it returns, because PostgreSQL copies no database that somebody is connected to.
    package let prepare: @Sendable (String) async throws -> Void

    package init(_ name: String, prepare: @escaping @Sendable (String) async throws -> Void) {
        self.name = name
        self.prepare = prepare
    }
}
