import Testing

/// The app as its users have it, from an HTTP request to the stored row, with harm done to every
/// part of it on the way.
///
/// One after the other: each takes all of a small machine.
@Suite("Saves", .serialized)
enum Saves {}
