import Testing
import Wire

@Suite struct JSONTests {
  @Test func literalsMakeTheirCases() {
    let name = "x"
    let value: JSON = ["a": nil, "b": true, "c": 1, "d": 1.5, "e": "\(name)!", "f": [1, "two"]]
    #expect(
      value
        == .object([
          "a": .null, "b": .bool(true), "c": .int(1), "d": .double(1.5), "e": .string("x!"),
          "f": .array([.int(1), .string("two")]),
        ]))
    #expect(value.text == #"{"a":null,"b":true,"c":1,"d":1.5,"e":"x!","f":[1,"two"]}"#)
  }

  @Test func accessorsAnswerOnlyForTheirKind() {
    #expect(JSON.int(3).int == 3 && JSON.double(3).int == 3 && JSON.double(3.5).int == nil)
    #expect(JSON.double(1e300).int == nil && JSON.double(.nan).int == nil)
    #expect(JSON.int(3).double == 3 && JSON.double(3.5).double == 3.5)
    #expect(JSON.string("3").int == nil && JSON.string("3").double == nil)
    #expect(JSON.string("s").string == "s" && JSON.null.string == nil)
    #expect(JSON.bool(true).bool == true && JSON.int(1).bool == nil)
    #expect(JSON.array([1]).array == [1] && JSON.object([:]).array == nil)
    #expect(JSON.object(["a": 1]).object == ["a": 1] && JSON.array([]).object == nil)
    #expect(JSON.null.isNull && !JSON.bool(false).isNull)
    let kinds = [JSON.null, true, 1, 1.5, "s", [], [:]].map(\.kind)
    #expect(
      kinds == ["null", "boolean", "number", "number", "string", "array", "object"])
  }

  @Test func subscriptsReadAndChange() {
    var value: JSON = ["a": ["b": [10, 20]]]
    #expect(value["a"]?["b"]?[1] == 20)
    #expect(value["a"]?["b"]?[2] == nil)
    #expect(value["a"]?["b"]?[-1] == nil)
    #expect(value["a"]?[0] == nil)
    #expect(value["z"] == nil)
    value["a"]?["c"] = "new"
    value["n"] = .null
    #expect(value.text == #"{"a":{"b":[10,20],"c":"new"},"n":null}"#)
    value["a"] = nil
    #expect(value.text == #"{"n":null}"#)
    var other: JSON = 5
    other["gone"] = nil
    #expect(other == 5)
    other["a"] = 1
    #expect(other == ["a": 1])
  }

  @Test func equalityIgnoresMemberOrderOnly() {
    let one: JSON = ["a": 1, "b": [1, 2]]
    let same: JSON = ["b": [1, 2], "a": 1]
    #expect(one == same)
    #expect(one.hashValue == same.hashValue)
    #expect(one.canonical == same.canonical)
    #expect(one.text != same.text)
    #expect(one != ["a": 1, "b": [2, 1]])
    #expect(one != ["a": 1])
    #expect(one != ["a": 1, "c": [1, 2]])
    #expect(JSON.int(1) != JSON.double(1))
    #expect(JSON.null != JSON.bool(false))
  }

  @Test func stringsAreComparedByBytesNotByEquivalence() throws {
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
    let both = try JSON.parse(#"{"\u00e9":1,"e\u0301":2}"#)
    #expect(both.object?.count == 2)
    #expect(both["\u{E9}"] == 1 && both["e\u{301}"] == 2)
  }

  @Test func writesTheFewestEscapes() {
    let text = "\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\"\\/\u{7F}é\u{2028}😀"
    #expect(
      JSON.string(text).text
        == #""\u0000\b\t\n\u000b\f\r\u001f\"\\/"# + "\u{7F}é\u{2028}😀\"")
  }

  @Test func writesNumbersSoThatTheyReadBack() throws {
    let doubles: [Double] = [
      0, -0.0, 0.1, -1.5, 1e21, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3, 1e15,
      123456789.125,
    ]
    for double in doubles {
      let back = try JSON.parse(JSON.double(double).text)
      guard case .double(let value) = back else {
        Issue.record("\(double) came back as \(back)")
        continue
      }
      #expect(value.bitPattern == double.bitPattern)
    }
    #expect(JSON.array([.double(.nan), .double(.infinity)]).text == "[null,null]")
    #expect(
      JSON.array([.int(.min), .int(.max)]).text
        == "[-9223372036854775808,9223372036854775807]")
  }

  @Test func canonicalSortsByBytesAndJoinsZeros() {
    let value: JSON = ["b": [:], "é": 1, "a": ["z": 1, "B": -0.0], "": []]
    #expect(value.canonical == #"{"":[],"a":{"B":0.0,"z":1},"b":{},"é":1}"#)
  }

  @Test func prettyIndentsByTwoSpaces() {
    let value: JSON = ["a": [1, ["b": nil]], "c": [], "d": [:]]
    #expect(
      value.pretty == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "c": [],
          "d": {}
        }
        """)
  }

  @Test func errorsSayWhere() {
    func failure(_ text: String) -> JSONError? {
      do {
        _ = try JSON.parse(text)
        return nil
      } catch {
        return error
      }
    }
    #expect(
      failure("{\n  \"é\": tru}")
        == JSONError(offset: 10, line: 2, column: 8, message: "expected true"))
    #expect(
      failure("[1,]")
        == JSONError(offset: 3, line: 1, column: 4, message: "expected a value, found ']'"))
    #expect(
      failure("")?.description
        == "invalid JSON at line 1, column 1: expected a value, found the end of the text")
    #expect(failure(#"{"a" 1}"#)?.message == "expected ':' after the member name, found '1'")
    #expect(failure("[1e999]")?.message == "the number is too large")
  }

  @Test func nestingStopsAtTheLimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let deepest = try JSON.parse(nested(JSON.depthLimit))
    #expect(deepest.text == nested(JSON.depthLimit))
    #expect(throws: JSONError.self) { try JSON.parse(nested(JSON.depthLimit + 1)) }
    #expect(try JSON.parse(nested(3), depthLimit: 3) == [[[]]])
    #expect(throws: JSONError.self) { try JSON.parse(nested(4), depthLimit: 3) }
    #expect(throws: JSONError.self) { try JSON.parse(Array(nested(4).utf8), depthLimit: 3) }
    let wide = "[" + String(repeating: "[],", count: 2000) + "[]]"
    #expect(try JSON.parse(wide).array?.count == 2001)
  }
}
