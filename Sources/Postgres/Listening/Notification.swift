/// What a NOTIFY sent.
package struct Notification: Sendable, Hashable {
    /// The channel's name.
    package let channel: String
    /// Empty, unless the sender gave one; less than 8000 bytes.
    package let payload: String
}
