import Testing
import Wire

@Suite struct JSONConformanceTests {
  @Test(arguments: JSONConformance.accepted + JSONConformance.borderline)
  func accepts(_ example: JSONConformance.Accepted) throws {
    let value = try JSON.parse(example.text)
    #expect(value.text == example.written)
    #expect(try JSON.parse(Array(example.text.utf8)) == value)
    #expect(try JSON.parse(value.pretty) == value)
  }

  @Test func rejects() {
    for text in JSONConformance.rejected {
      #expect(throws: JSONError.self, "\(text)") { try JSON.parse(text) }
    }
  }

  @Test func rejectsWhatIsNotUTF8() {
    for bytes in JSONConformance.rejectedBytes {
      #expect(throws: JSONError.self, "\(bytes)") { try JSON.parse(bytes) }
    }
  }

  @Test func saysWhereTheUTF8IsInvalid() {
    for bad in JSONConformance.invalidUTF8 {
      let text = Array("[\"äöü123\",\"abcdefghij€".utf8)
      #expect("\(bad)") {
        try JSON.parse(text + bad + Array("x\"]".utf8))
      } throws: { error in
        guard let error = error as? JSONError else { return false }
        return error.message == "the string is not valid UTF-8"
          && (text.count..<text.count + bad.count).contains(error.offset)
      }
    }
  }

  @Test func rejectsEveryPrefixOfANestedText() throws {
    let whole = #"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude39é",{"b":null}],"c":true,"d":false}"#
    #expect(try JSON.parse(whole).object?.keys == ["a", "c", "d"])
    let bytes = Array(whole.utf8)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSON.parse(Array(bytes[..<length])) }
    }
  }

  @Test func readsVeryLongNumbersAndStrings() throws {
    let digits = String(repeating: "7", count: 100_000)
    #expect(throws: JSONError.self) { try JSON.parse(digits) }
    #expect(try JSON.parse("0." + digits).double == 0.777777777777777777)
    let long = String(repeating: "aé\\\"", count: 100_000)
    #expect(try JSON.parse(JSON.string(long).text) == .string(long))
  }

  @Test func theTableIsComplete() {
    let count =
      JSONConformance.accepted.count + JSONConformance.borderline.count
      + Set(JSONConformance.rejected).count + JSONConformance.rejectedBytes.count
    #expect(count > 400)
  }
}
