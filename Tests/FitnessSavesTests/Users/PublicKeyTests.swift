import Crypto
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Tokens signed with public keys")
struct PublicKeyTests {
    static let claims = #"{"sub":"u","exp":1800000060}"#
    let elliptic = P256.Signing.PrivateKey()
    let edwards = Curve25519.Signing.PrivateKey()

    private var ellipticJWK: String {
        let point = elliptic.publicKey.rawRepresentation
        return #"{"kty":"EC","crv":"P-256","kid":"e","x":"\#(Base64URL.encode(point.prefix(32)))","#
            + #""y":"\#(Base64URL.encode(point.suffix(32)))"}"#
    }

    private var edwardsJWK: String {
        let point = Base64URL.encode(edwards.publicKey.rawRepresentation)
        return #"{"kty":"OKP","crv":"Ed25519","kid":"d","use":"sig","alg":"EdDSA","x":"\#(point)"}"#
    }

    private func authenticator(
        _ keys: String..., secret: String? = nil
    ) async throws -> UserAuthenticator {
        let json = #"{"keys":[\#(keys.joined(separator: ","))]}"#
        let set = try #require(await KeySet(json: Array(json.utf8)))
        return UserAuthenticator(secret: secret, keys: set, issuer: nil, audience: nil)
    }

    private func signed(_ header: String) -> String {
        Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(Self.claims.utf8))
    }

    private func isGood(_ token: String, _ authenticator: UserAuthenticator) async -> Bool {
        let user = try? await authenticator.user(
            authorization: "Bearer \(token)", now: 1_800_000_000)
        return user != nil
    }

    @Test("ES256 and EdDSA, with and without the key's name", arguments: [true, false])
    func signatures(_ isNamed: Bool) async throws {
        let authenticator = try await authenticator(ellipticJWK, edwardsJWK)
        let first = signed(#"{"alg":"ES256"\#(isNamed ? #","kid":"e""# : "")}"#)
        let second = signed(#"{"alg":"EdDSA"\#(isNamed ? #","kid":"d""# : "")}"#)
        let one = try elliptic.signature(for: Array(first.utf8)).rawRepresentation
        let other = try edwards.signature(for: Array(second.utf8))
        #expect(await isGood("\(first).\(Base64URL.encode(one))", authenticator))
        #expect(await isGood("\(second).\(Base64URL.encode(other))", authenticator))
        #expect(await isGood("\(first).\(Base64URL.encode(other))", authenticator) == false)
    }

    @Test("a key is not used under another's name, nor for another algorithm")
    func names() async throws {
        let authenticator = try await authenticator(ellipticJWK, edwardsJWK)
        for header in [
            #"{"alg":"ES256","kid":"d"}"#, #"{"alg":"ES256","kid":"x"}"#,
            #"{"alg":"EdDSA","kid":"e"}"#,
            #"{"alg":"ES384","kid":"e"}"#, #"{"alg":"none","kid":"e"}"#,
        ] {
            let text = signed(header)
            let signature = try elliptic.signature(for: Array(text.utf8)).rawRepresentation
            #expect(await isGood("\(text).\(Base64URL.encode(signature))", authenticator) == false)
        }
    }

    @Test("signatures of zeros, of DER form and of wrong lengths")
    func strangeSignatures() async throws {
        let authenticator = try await authenticator(ellipticJWK)
        let text = signed(#"{"alg":"ES256","kid":"e"}"#)
        let signature = try elliptic.signature(for: Array(text.utf8))
        let strange: [[UInt8]] = [
            Array(repeating: 0, count: 64), Array(repeating: 0xFF, count: 64), [],
            Array(signature.derRepresentation), Array(signature.rawRepresentation) + [0],
            Array(signature.rawRepresentation.dropLast()),
        ]
        for bytes in strange {
            #expect(await isGood("\(text).\(Base64URL.encode(bytes))", authenticator) == false)
        }
    }

    @Test("a public key is never the secret of HS256")
    func confusion() async throws {
        for secret in [nil, TokenTests.secret] {
            let authenticator = try await authenticator(ellipticJWK, edwardsJWK, secret: secret)
            let pem = elliptic.publicKey.pemRepresentation
            for key in [
                Array(pem.utf8), Array((pem + "\n").utf8),
                Array(elliptic.publicKey.derRepresentation),
                Array(ellipticJWK.utf8), Array(elliptic.publicKey.rawRepresentation), [],
            ] {
                for header in [#"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":"e"}"#] {
                    let text = signed(header)
                    let code = HMAC<SHA256>.authenticationCode(
                        for: Array(text.utf8), using: SymmetricKey(data: key))
                    #expect(
                        await isGood("\(text).\(Base64URL.encode(code))", authenticator) == false)
                }
            }
        }
    }

    @Test(
        "key sets without a key for us",
        arguments: [
            "", "{}", #"{"keys":[]}"#, #"{"keys":5}"#, #"{"keys":[{"kty":"oct","k":"AAAA"}]}"#,
            #"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#,
            #"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#,
            #"{"keys":[{"kty":"OKP","crv":"Ed25519","use":"enc","x":"AA"}]}"#,
            #"{"keys":[7,null]}"#,
        ])
    func uselessSets(_ json: String) async {
        #expect(await KeySet(json: Array(json.utf8)) == nil)
    }
}
