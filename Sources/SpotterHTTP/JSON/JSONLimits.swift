/// What a JSON text may contain beyond its grammar, so that whatever is accepted can be stored as
/// `jsonb` and read back by every client.
package struct JSONLimits: Sendable {
    /// Containers inside each other; the outermost counts as 1.
    ///
    /// Default 64: deeper than any document written by hand, shallow enough for every recursive
    /// parser.
    package var depthMax = 64

    /// Digits of a number before its exponent, leading and trailing zeros included.
    ///
    /// Default 40.
    package var numberDigitsMax = 40

    /// The largest power of ten of a number, and with its sign changed the smallest.
    ///
    /// Default 308: ten to it is the last power of ten that a double holds.
    package var numberExponentMax = 308

    /// The largest exponent, with either sign, that may be written after a zero.
    ///
    /// Default 1000: `numeric` keeps the decimal places of `0e-1000`, and refuses much smaller
    /// ones.
    package var zeroExponentMax = 1000

    /// Bytes by which the text may grow when its numbers are written without exponents, as `jsonb`
    /// writes them: `1e308` becomes 309 digits.
    ///
    /// Default 1 MiB; without it 256 KiB could become 16 MiB.
    package var numberGrowthMax = 1 << 20

    /// Levels whose values can be looked up afterwards; deeper ones are only checked.
    ///
    /// Default 5: an envelope, its document, a list in it, the list's objects and their members.
    package var indexDepth = 5

    package init() {}
}
