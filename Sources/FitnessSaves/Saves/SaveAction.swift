/// What a save does to its workout.
package enum SaveAction: Sendable {
    /// Stores it as it was sent.
    case save([UInt8])
    /// Removes it.
    case delete

    /// The action's name in arguments and answers.
    package enum Word: String, Sendable {
        case save, delete
    }

    var word: Word {
        switch self {
        case .save: .save
        case .delete: .delete
        }
    }
}
