/// The outcome of asking for a save.
enum AcceptedSave: Sendable {
    /// The save is new.
    case created(Save)
    /// The key was there before, with the same request: this is what it led to.
    case replayed(Save)
    /// The key was there before, with another request. Nothing was added.
    case reused
}
