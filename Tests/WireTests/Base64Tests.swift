import Testing
import Wire

@Suite struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func vectors(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test func usesTheStandardAlphabet() {
    #expect(Base64.encode([0xFB, 0xFF, 0xFE]) == "+//+")
    #expect(Base64.encode([0xFF, 0xFF, 0xFF]) == "////")
  }

  @Test func everyLengthComesBack() {
    var random = SeededRandom(seed: 4)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zm8", "Zg===", "=", "==", "====", "=AAA", "A===", "Z===", "Zg==Zg==", "Z=g=",
    "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9_", "Zm9-", "Zm9é", "Zm9v=", "Zm9vYg=a", "Zm9!",
  ])
  func refuses(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }

  /// Strictness means that no two texts stand for the same bytes.
  @Test func whateverDecodesIsTheOnlyEncoding() {
    var random = SeededRandom(seed: 5)
    let alphabet = Array("AZaz09+/==".utf8)
    for _ in 0..<5000 {
      let units = (0..<4).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let text = String(decoding: units, as: UTF8.self)
      if let bytes = Base64.decode(text) { #expect(Base64.encode(bytes) == text) }
    }
  }
}
