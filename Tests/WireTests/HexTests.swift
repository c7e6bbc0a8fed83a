import Testing
import Wire

@Suite struct HexTests {
  @Test func everyByteComesBack() {
    let bytes = Array(UInt8.min...UInt8.max)
    let text = Hex.encode(bytes)
    #expect(text.hasPrefix("000102030405060708090a0b0c0d0e0f10") && text.hasSuffix("fdfeff"))
    #expect(Hex.decode(text) == bytes)
    #expect(Hex.decode(text.uppercased()) == bytes)
    #expect(Hex.encode([]) == "" && Hex.decode("") == [])
  }

  @Test(arguments: [
    "0", "abc", "0g", "g0", " 00", "00 ", "0x00", "é", "+1", "-1", "０0", "/0", ":0", "@0", "`0",
  ])
  func refusesWhatIsNotPairsOfDigits(_ text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
