import Testing
import Wire

@Suite struct SHA256Tests {
  /// FIPS 180-4 examples and NIST CAVP vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlm"
        + "nopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func vectors(_ text: String, _ digest: String) {
    #expect(SHA256.hex(Array(text.utf8)) == digest)
  }

  @Test func byteVectors() {
    #expect(
      SHA256.hex([0xD3])
        == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")
    #expect(
      SHA256.hex([0x11, 0xAF])
        == "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98")
  }

  @Test func aMillionTimesA() {
    #expect(
      SHA256.hex([UInt8](repeating: 0x61, count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Lengths around the block and its padding, checked against OpenSSL: the digest of the digests.
  @Test func everyLengthAroundTheBlock() {
    var all = SHA256()
    for length in 0...257 {
      all.update(Array(SHA256.hex((0..<length).map { UInt8(truncatingIfNeeded: $0) }).utf8))
    }
    #expect(
      Hex.encode(all.finalize())
        == "0366286a440dcadc1c1e2a5af6410666f9bc79931c7af3cbe8e67923c80e4437")
  }

  @Test func piecesOfAnySizeGiveTheSameDigest() {
    var random = SeededRandom(seed: 6)
    let bytes = (0..<3000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let whole = SHA256.hex(bytes)
    for longest in [1, 3, 63, 64, 65, 200] {
      var hash = SHA256()
      var at = 0
      while at < bytes.count {
        let end = min(bytes.count, at + Int.random(in: 0...longest, using: &random))
        hash.update(Array(bytes[at..<end]))
        at = end
      }
      #expect(Hex.encode(hash.finalize()) == whole)
    }
  }

  @Test func finalizingDoesNotEnd() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    #expect(hash.finalize() == hash.finalize())
    hash.update(Array("c".utf8))
    #expect(Hex.encode(hash.finalize()) == SHA256.hex(Array("abc".utf8)))
    #expect(hash.finalize().count == SHA256.digestLength)
  }
}
