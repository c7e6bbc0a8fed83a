extension JSONSchemaCheck {
  /// The most names or values that a message lists, and the most characters of a value it quotes.
  private static let listLimit = 30
  private static let quoteLimit = 60
  /// The most characters that a message says about one alternative, and the most alternatives.
  static let reasonLimit = 200
  static let reasonCountLimit = 5

  /// Whether `value` has a type that `type` allows; reports it otherwise.
  mutating func checkType(_ keywords: JSONObject, _ value: JSON, _ path: String) -> Bool {
    if Self.allowsType(keywords, value) { return true }
    let expected = Self.types(keywords).map(Self.withArticle).joined(separator: " or ")
    report(path, "expected \(expected), found \(Self.quoted(value))")
    return false
  }

  /// Whether `type` allows the type of `value`.
  static func allowsType(_ keywords: JSONObject, _ value: JSON) -> Bool {
    let types = types(keywords)
    return types.isEmpty || types.contains { isType($0, value) }
  }

  /// The names that `type` lists; empty if there is no usable one, which allows every type.
  private static func types(_ keywords: JSONObject) -> [String] {
    switch keywords["type"] {
    case .string(let name): [name]
    case .array(let names): names.compactMap(\.string)
    default: []
    }
  }

  /// Reports a value that is not among those of `enum` or is not that of `const`.
  mutating func checkChoice(_ keywords: JSONObject, _ value: JSON, _ path: String) {
    if let choices = keywords["enum"]?.array, !choices.contains(where: { Self.same($0, value) }) {
      let expected = Self.list(choices.map { Self.cut($0.text) })
      report(path, "expected one of \(expected), found \(Self.quoted(value))")
    }
    if let constant = keywords["const"], !Self.same(constant, value) {
      report(path, "expected \(Self.cut(constant.text)), found \(Self.quoted(value))")
    }
  }

  /// Reports a string of too few or too many Unicode scalars.
  mutating func checkLength(_ keywords: JSONObject, _ text: String, _ path: String) {
    let least = keywords["minLength"]?.int
    let most = keywords["maxLength"]?.int
    guard least != nil || most != nil else { return }
    let count = text.unicodeScalars.count
    if let least, count < least {
      report(path, "expected at least \(Self.amount(least, "character")), found \(count)")
    }
    if let most, count > most {
      report(path, "expected at most \(Self.amount(most, "character")), found \(count)")
    }
  }

  /// Reports a number outside of its bounds.
  mutating func checkBounds(_ keywords: JSONObject, _ value: JSON, _ path: String) {
    func bound(_ keyword: String) -> JSON? {
      guard let bound = keywords[keyword], bound.kind == "number" else { return nil }
      return bound
    }
    if let least = bound("minimum"), Self.isLess(value, least) {
      report(path, "expected at least \(least.text), found \(value.text)")
    }
    if let most = bound("maximum"), Self.isLess(most, value) {
      report(path, "expected at most \(most.text), found \(value.text)")
    }
    if let floor = bound("exclusiveMinimum"), !Self.isLess(floor, value) {
      report(path, "expected more than \(floor.text), found \(value.text)")
    }
    if let ceiling = bound("exclusiveMaximum"), !Self.isLess(value, ceiling) {
      report(path, "expected less than \(ceiling.text), found \(value.text)")
    }
  }

  /// Whether `value` is of a type of JSON Schema; every value is of an unknown type.
  private static func isType(_ type: String, _ value: JSON) -> Bool {
    switch type {
    case "null", "boolean", "string", "array", "object", "number": return value.kind == type
    case "integer":
      guard case .double(let double) = value else { return value.kind == "number" }
      // A double of more than 53 bits has no fraction left.
      return value.int != nil || double.isFinite && double.magnitude >= 0x1p53
    default: return true
    }
  }

  /// Whether two values are equal in JSON Schema, where 1 and 1.0 are.
  private static func same(_ left: JSON, _ right: JSON) -> Bool {
    if left.kind == "number", right.kind == "number" {
      return !isLess(left, right) && !isLess(right, left)
    }
    return left == right
  }

  private static func isLess(_ left: JSON, _ right: JSON) -> Bool {
    if case .int(let left) = left, case .int(let right) = right { return left < right }
    guard let left = left.double, let right = right.double else { return false }
    return left < right
  }

  private static func withArticle(_ type: String) -> String {
    switch type {
    case "null": "null"
    case "array", "object", "integer": "an \(type)"
    default: "a \(type)"
    }
  }

  /// The kind of a value and, where it is short, the value.
  private static func quoted(_ value: JSON) -> String {
    switch value {
    case .null: "null"
    case .array: "an array"
    case .object: "an object"
    case .string(let text): "string \(cut(JSON.string(String(text.prefix(quoteLimit + 1))).text))"
    case .bool, .int, .double: "\(value.kind) \(value.text)"
    }
  }

  /// The text, or its beginning and an ellipsis.
  static func cut(_ text: String, to limit: Int = quoteLimit) -> String {
    text.count > limit ? text.prefix(limit) + "…" : text
  }

  /// `1 character`, `2 characters`.
  static func amount(_ count: Int, _ unit: String) -> String {
    "\(count) \(unit)\(count == 1 ? "" : "s")"
  }

  /// Some of the names, separated by commas.
  static func list(_ names: [String]) -> String {
    let some = names.prefix(listLimit).joined(separator: ", ")
    return names.count > listLimit ? "\(some), and \(names.count - listLimit) more" : some
  }
}
