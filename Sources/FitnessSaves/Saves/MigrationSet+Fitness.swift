public import Spotter

extension MigrationSet {
    /// The app's own table; applied after the queue's.
    public static let fitness = MigrationSet(
        name: "fitness", migrations: Embedded.migrations, dataQuestion: .workoutAny)
}
