import Testing
import Wire

@Suite struct JSONSchemaTests {
  struct Example: Sendable {
    let schema: JSON
    let value: JSON
    let problems: [String]

    init(_ schema: JSON, _ value: JSON, _ problems: String...) {
      self.schema = schema
      self.value = value
      self.problems = problems
    }
  }

  private static func check(_ examples: [Example]) {
    for example in examples {
      let found = JSONSchema(example.schema).problems(in: example.value).map(\.description)
      #expect(found == example.problems, "\(example.schema.text) on \(example.value.text)")
    }
  }

  @Test func types() {
    let kinds: [(String, [JSON])] = [
      ("null", [nil]), ("boolean", [true]), ("string", ["s"]), ("array", [[1]]),
      ("object", [["a": 1]]), ("number", [1, 1.5, 2.0, 1e300]), ("integer", [1, 2.0, 1e300]),
    ]
    for (type, fitting) in kinds {
      for value in kinds.flatMap(\.1) {
        let problems = JSONSchema(["type": .string(type)]).problems(in: value)
        #expect(problems.isEmpty == fitting.contains(value), "\(type) on \(value.text)")
      }
    }
    Self.check([
      Example(["type": "string"], 3, "expected a string, found number 3"),
      Example(["type": "integer"], 1.5, "expected an integer, found number 1.5"),
      Example(["type": "number"], "3", #"expected a number, found string "3""#),
      Example(["type": "boolean"], nil, "expected a boolean, found null"),
      Example(["type": "array"], ["a": 1], "expected an array, found an object"),
      Example(["type": "object"], [1], "expected an object, found an array"),
      Example(["type": "null"], false, "expected null, found boolean false"),
      Example(["type": ["string", "null"]], nil),
      Example(["type": ["string", "null"]], 1, "expected a string or null, found number 1"),
      Example(["type": "future"], 1),
      Example(["type": 5], 1),
    ])
  }

  @Test func members() {
    let schema: JSON = [
      "type": "object", "required": ["path"], "additionalProperties": false,
      "properties": ["path": ["type": "string"], "limit": ["type": "integer", "minimum": 1]],
    ]
    Self.check([
      Example(schema, ["path": "a", "limit": 1]),
      Example(schema, ["path": 3], "path: expected a string, found number 3"),
      Example(schema, [:], #"missing required field "path""#),
      Example(
        schema, ["path": "a", "foo": 1], #"unknown field "foo"; known fields: path, limit"#),
      Example(
        schema, ["limit": 0], #"missing required field "path""#,
        "limit: expected at least 1, found 0"),
      Example(
        ["additionalProperties": false], ["a": 1], #"unknown field "a"; no fields are allowed"#),
      Example(
        ["additionalProperties": ["type": "string"]], ["a": 1],
        "a: expected a string, found number 1"),
      Example(["additionalProperties": true], ["a": 1]),
      Example(["additionalProperties": false, "patternProperties": ["^a": true]], ["a": 1]),
      Example(["properties": ["a": false]], ["a": 1], "a: no value is allowed here"),
      Example(schema, "text", #"expected an object, found string "text""#),
      Example(["properties": ["a": ["type": "string"]]], 5),
      Example(["properties": ["a": ["type": "string", "default": "x"]]], [:]),
    ])
  }

  @Test func pathsLeadToThePlace() {
    let edit: JSON = [
      "type": "object", "required": ["old_text"], "properties": ["old_text": ["type": "string"]],
    ]
    let schema: JSON = ["properties": ["edits": ["type": "array", "items": edit]]]
    Self.check([
      Example(
        schema, ["edits": [["old_text": 1], ["old_text": "x"], [:]]],
        "edits[0].old_text: expected a string, found number 1",
        #"edits[2]: missing required field "old_text""#),
      Example(
        ["items": ["items": ["type": "null"]]], [[nil], [nil, 1]],
        "[1][1]: expected null, found number 1"),
    ])
    #expect(
      JSONSchema(schema).problems(in: ["edits": [["old_text": nil]]]) == [
        JSONSchema.Problem(
          path: "edits[0].old_text", message: "expected a string, found null")
      ])
  }

  @Test func choices() {
    Self.check([
      Example(["enum": ["a", 1, nil]], "a"), Example(["enum": ["a", 1, nil]], 1.0),
      Example(["enum": ["a", 1, nil]], "b", #"expected one of "a", 1, null, found string "b""#),
      Example(["const": ["a": [1]]], ["a": [1]]),
      Example(["const": "x"], 1, #"expected "x", found number 1"#),
      Example(["const": nil], false, "expected null, found boolean false"),
    ])
  }

  @Test func bounds() {
    Self.check([
      Example(["minimum": 1, "maximum": 3], 1), Example(["minimum": 1, "maximum": 3], 3.0),
      Example(["minimum": 1], 0.5, "expected at least 1, found 0.5"),
      Example(["maximum": 2.5], 3, "expected at most 2.5, found 3"),
      Example(["exclusiveMinimum": 0], 0, "expected more than 0, found 0"),
      Example(["exclusiveMinimum": 0], 0.1),
      Example(["exclusiveMaximum": 1], 1.0, "expected less than 1, found 1.0"),
      Example(["exclusiveMaximum": 1], 0),
      Example(
        ["minimum": .int(.max)], .int(.max - 1),
        "expected at least 9223372036854775807, found 9223372036854775806"),
      Example(["minimum": 1, "exclusiveMinimum": true], 1),
      Example(["minimum": 5], "text"),
      Example(["minLength": 2], "é", "expected at least 2 characters, found 1"),
      Example(["minLength": 2], "e\u{301}"),
      Example(["maxLength": 1], "😀"),
      Example(["maxLength": 1], "ab", "expected at most 1 character, found 2"),
      Example(["minItems": 1], [], "expected at least 1 element, found 0"),
      Example(["maxItems": 1], [1, 2], "expected at most 1 element, found 2"),
      Example(["minItems": 1, "maxItems": 2], [1, 2]),
    ])
  }

  @Test func combinations() {
    let either: JSON = ["anyOf": [["type": "string"], ["type": "object", "required": ["a"]]]]
    let one: JSON = ["oneOf": [["type": "integer"], ["minimum": 5]]]
    Self.check([
      Example(either, "s"), Example(either, ["a": 1]),
      Example(either, [:], #"missing required field "a""#),
      Example(
        either, 1,
        "matches none of the alternatives: expected a string, found number 1; or expected an "
          + "object, found number 1"),
      Example(["anyOf": []], 1),
      Example(one, 1), Example(one, 5.5),
      Example(
        one, 7, "expected a value that matches exactly one of the alternatives, found several"),
      Example(one, 1.5, "expected at least 5, found 1.5"),
      Example(
        ["allOf": [["minimum": 5], ["maximum": 3], ["type": "number"]]], 4,
        "expected at least 5, found 4", "expected at most 3, found 4"),
      Example(
        ["properties": ["x": ["oneOf": [["const": 1], ["const": 2]]]]], ["x": 3],
        "x: matches none of the alternatives: expected 1, found number 3; or expected 2, "
          + "found number 3"),
    ])
  }

  @Test func references() {
    let tree: JSON = [
      "$ref": "#/$defs/node",
      "$defs": [
        "node": [
          "type": "object", "required": ["name"],
          "properties": ["children": ["type": "array", "items": ["$ref": "#/$defs/node"]]],
        ]
      ],
    ]
    Self.check([
      Example(tree, ["name": "a", "children": [["name": "b"]]]),
      Example(
        tree, ["name": "a", "children": [["name": "b", "children": [[:]]]]],
        #"children[0].children[0]: missing required field "name""#),
      Example(
        [
          "properties": ["a": ["$ref": "#/definitions/x~1y~0z"]],
          "definitions": ["x/y~z": ["type": "null"]],
        ], ["a": 1],
        "a: expected null, found number 1"),
      Example(
        ["properties": ["a": ["type": "string"], "b": ["$ref": "#/properties/a"]]], ["b": 1],
        "b: expected a string, found number 1"),
      Example(
        ["allOf": [["type": "string"], ["$ref": "#/allOf/0"]]], 1,
        "expected a string, found number 1", "expected a string, found number 1"),
      Example(["$ref": "#/$defs/missing"], 1),
      Example(["$ref": "https://example.com/schema"], 1),
    ])
  }

  @Test func booleanAndMeaninglessSchemas() {
    Self.check([
      Example(true, 1), Example([:], 1), Example(false, 1, "no value is allowed here"),
      Example(nil, 1), Example("text", 1),
      Example(["required": "path", "enum": 3, "items": 4], [1]),
    ])
  }

  @Test func longValuesAreCut() {
    let problems = JSONSchema(["type": "null"]).problems(
      in: .string(String(repeating: "x", count: 1_000_000)))
    #expect(problems.map { $0.message.count < 120 } == [true])
    #expect(problems[0].message.hasSuffix("xxx…"))
  }

  @Test func problemsAreLimited() {
    let value = JSON.array((0..<1000).map { .int($0) })
    let problems = JSONSchema(["items": ["type": "string"]]).problems(in: value)
    #expect(problems.count == JSONSchema.problemLimit)
    #expect(problems.last?.path == "[19]")
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ["$ref": "#"], ["anyOf": [["$ref": "#"], ["$ref": "#"]]],
      ["allOf": [["$ref": "#"], ["$ref": "#"]]], ["oneOf": [true, ["$ref": "#"]]],
      ["oneOf": [["$ref": "#"], ["$ref": "#"], ["$ref": "#"]]],
    ] as [JSON])
  func aSchemaWithoutEndIsGivenUp(_ schema: JSON) {
    let problems = JSONSchema(schema).problems(in: 1)
    #expect(!problems.isEmpty)
    #expect(problems.allSatisfy { $0.message.contains("too deeply nested or too large") })
  }

  @Test(.timeLimit(.minutes(1))) func wideValuesAreGivenUpAtTheStepLimit() {
    let value = JSON.array(.init(repeating: 1, count: JSONSchema.stepLimit))
    let schema = JSONSchema(["items": ["type": "integer"]])
    #expect(schema.problems(in: value).count == 1)
    let fitting = JSON.array(.init(repeating: 1, count: JSONSchema.stepLimit - 2))
    #expect(schema.problems(in: fitting) == [])
  }

  /// Every level doubles the ways to fail: neither time nor message may double with it.
  @Test(.timeLimit(.minutes(1))) func branchingIsBounded() {
    let schema: JSON = [
      "type": "object",
      "properties": ["a": ["anyOf": [["$ref": "#"], ["$ref": "#"], ["type": "null"]]]],
    ]
    func nested(_ depth: Int, _ leaf: JSON) -> JSON {
      (0..<depth).reduce(leaf) { value, _ in ["a": value] }
    }
    #expect(JSONSchema(schema).problems(in: nested(40, nil)) == [])
    for depth in [3, 10, 40] {
      let problems = JSONSchema(schema).problems(in: nested(depth, 1))
      #expect(!problems.isEmpty)
      #expect(problems.allSatisfy { $0.message.count < 1500 })
    }
  }
}
