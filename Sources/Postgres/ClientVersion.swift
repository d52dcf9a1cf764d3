internal import CLibPQ

/// The library that this program talks to servers with.
public enum ClientVersion {
    /// libpq's version as it numbers itself: 150018 is 15.18 (manual, `PQlibVersion`).
    public static var libpq: Int { Int(PQlibVersion()) }
}
