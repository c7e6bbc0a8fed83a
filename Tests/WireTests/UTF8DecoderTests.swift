import Testing
import Wire

@Suite struct UTF8DecoderTests {
  private static let examples: [[UInt8]] =
    [
      Array("plain, é, €, 😀, e\u{301} and \u{FFFD}".utf8), [],
      Array("\u{10FFFF}\u{7FF}\u{FFFF}".utf8),
    ]
    + JSONConformance.invalidUTF8.map { Array("a€".utf8) + $0 + Array("é😀".utf8) }
    + JSONConformance.invalidUTF8 + [
      Array("cut 😀".utf8.dropLast()), Array("cut 😀".utf8.dropLast(3)),
    ]

  @Test func chunksOfAnySizeGiveTheTextOfTheWhole() {
    for bytes in Self.examples {
      for size in 1...(bytes.count + 1) {
        var decoder = UTF8Decoder()
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: size) {
          text += decoder.decode(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        text += decoder.finish()
        #expect(Array(text.utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
      }
    }
  }

  @Test func randomBytesGiveTheTextOfTheWhole() {
    var random = SeededRandom(seed: 8)
    let leads: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xF0, 0xF1, 0xF4,
      0xF5,
    ]
    for _ in 0..<2000 {
      let bytes = (0..<12).map { _ in leads.randomElement(using: &random) ?? 0 }
      var decoder = UTF8Decoder()
      let text = bytes.map { decoder.decode([$0]) }.joined() + decoder.finish()
      #expect(Array(text.utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
    }
  }

  @Test func keepsOnlyWhatCanStillBeCompleted() {
    var decoder = UTF8Decoder()
    #expect(decoder.decode(Array("ab".utf8) + [0xF0, 0x9F]) == "ab")
    #expect(decoder.decode([0x98]) == "")
    #expect(decoder.decode([0x80, 0x63]) == "😀c")
    #expect(decoder.decode([0xE2, 0x82]) == "")
    #expect(decoder.decode([0x64]) == "\u{FFFD}d")
    #expect(decoder.decode([0xED, 0xA0]) == "\u{FFFD}\u{FFFD}")
    #expect(decoder.decode([0xC3]) == "")
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.finish() == "")
  }
}
