/// One run of a schema over a value, collecting problems.
struct JSONSchemaCheck {
  typealias Problem = JSONSchema.Problem

  let root: JSON
  private(set) var problems: [Problem] = []
  private var depth = 0
  private var steps = 0

  init(root: JSON) { self.root = root }

  private var isFull: Bool { problems.count >= JSONSchema.problemLimit }
  private var isExhausted: Bool { steps >= JSONSchema.stepLimit }

  static let exhaustion = "too deeply nested or too large to check against the schema"

  /// Checks the whole value.
  mutating func run(on value: JSON) {
    apply(root, to: value, at: "")
    // An alternative that could not be checked may have been taken for one that does not match.
    if isExhausted && problems.isEmpty { report("", Self.exhaustion) }
  }

  /// Adds a problem, unless there are enough.
  mutating func report(_ path: String, _ message: String) {
    if !isFull { problems.append(Problem(path: path, message: message)) }
  }

  /// Checks `value`, which is at `path`, against `schema`.
  mutating func apply(_ schema: JSON, to value: JSON, at path: String) {
    guard !isFull, !isExhausted else { return }
    steps += 1
    guard depth < JSONSchema.depthLimit, !isExhausted else {
      steps = JSONSchema.stepLimit
      return report(path, Self.exhaustion)
    }
    depth += 1
    defer { depth -= 1 }
    guard let keywords = schema.object else {
      if schema == false { report(path, "no value is allowed here") }
      return
    }
    if let target = keywords["$ref"]?.string.flatMap(resolve) {
      apply(target, to: value, at: path)
    }
    guard checkType(keywords, value, path) else { return }
    checkChoice(keywords, value, path)
    switch value {
    case .object(let members): checkMembers(keywords, members, path)
    case .array(let elements): checkElements(keywords, elements, path)
    case .string(let text): checkLength(keywords, text, path)
    case .int, .double: checkBounds(keywords, value, path)
    case .null, .bool: break
    }
    checkCombinations(keywords, value, path)
  }

  /// The part of the schema that `#` or `#/…` points to (RFC 6901).
  private func resolve(_ reference: String) -> JSON? {
    guard reference.hasPrefix("#") else { return nil }
    let pointer = reference.dropFirst()
    guard !pointer.isEmpty else { return root }
    guard pointer.hasPrefix("/") else { return nil }
    var target = root
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let key = token.replacing("~1", with: "/").replacing("~0", with: "~")
      guard let next = target[String(key)] ?? Int(key).flatMap({ target[$0] }) else { return nil }
      target = next
    }
    return target
  }
}

extension JSONSchemaCheck {
  private mutating func checkMembers(
    _ keywords: JSONObject, _ members: JSONObject, _ path: String
  ) {
    let properties = keywords["properties"]?.object ?? [:]
    for name in keywords["required"]?.array?.compactMap(\.string) ?? []
    where members[name] == nil {
      report(path, "missing required field \"\(name)\"")
    }
    let additional = keywords["patternProperties"] == nil ? keywords["additionalProperties"] : nil
    for (name, value) in members {
      let place = path.isEmpty ? name : "\(path).\(name)"
      if let schema = properties[name] {
        apply(schema, to: value, at: place)
      } else if additional == false {
        report(path, "unknown field \"\(Self.cut(name))\"; " + Self.known(properties))
      } else if let additional {
        apply(additional, to: value, at: place)
      }
    }
  }

  private static func known(_ properties: JSONObject) -> String {
    if properties.isEmpty { return "no fields are allowed" }
    return "known fields: " + Self.list(properties.keys)
  }

  private mutating func checkElements(_ keywords: JSONObject, _ elements: [JSON], _ path: String) {
    let count = elements.count
    if let least = keywords["minItems"]?.int, count < least {
      report(path, "expected at least \(Self.amount(least, "element")), found \(count)")
    }
    if let most = keywords["maxItems"]?.int, count > most {
      report(path, "expected at most \(Self.amount(most, "element")), found \(count)")
    }
    guard let schema = keywords["items"] else { return }
    for (index, element) in elements.enumerated() {
      if isFull || isExhausted { return }
      apply(schema, to: element, at: "\(path)[\(index)]")
    }
  }

  private mutating func checkCombinations(
    _ keywords: JSONObject, _ value: JSON, _ path: String
  ) {
    for schema in keywords["allOf"]?.array ?? [] { apply(schema, to: value, at: path) }
    if let schemas = keywords["anyOf"]?.array, !schemas.isEmpty {
      let failures = failures(of: schemas, on: value, path, stopAfter: 1)
      if failures.count == schemas.count { reportNoMatch(failures, path) }
    }
    if let schemas = keywords["oneOf"]?.array, !schemas.isEmpty {
      let failures = failures(of: schemas, on: value, path, stopAfter: 2)
      if failures.count == schemas.count {
        reportNoMatch(failures, path)
      } else if schemas.count - failures.count > 1 {
        report(path, "expected a value that matches exactly one of the alternatives, found several")
      }
    }
  }

  /// An alternative that a value does not match.
  private struct Failure {
    let problems: [Problem]
    /// Whether the alternative is for values of this type, so that it was probably meant.
    let isForType: Bool
  }

  /// The alternatives that do not match. Those after `limit` matches are not looked at.
  private mutating func failures(
    of schemas: [JSON], on value: JSON, _ path: String, stopAfter limit: Int
  ) -> [Failure] {
    let collected = problems
    defer { problems = collected }
    var failures: [Failure] = []
    var matches = 0
    for schema in schemas where matches < limit {
      problems = []
      apply(schema, to: value, at: path)
      if problems.isEmpty && isExhausted { report(path, Self.exhaustion) }
      if problems.isEmpty {
        matches += 1
      } else {
        let target = schema["$ref"]?.string.flatMap(resolve) ?? schema
        let isForType = Self.allowsType(target.object ?? [:], value)
        failures.append(Failure(problems: problems, isForType: isForType))
      }
    }
    return failures
  }

  private mutating func reportNoMatch(_ failures: [Failure], _ path: String) {
    let meant = failures.filter(\.isForType)
    if meant.count == 1 {
      for problem in meant[0].problems { report(problem.path, problem.message) }
      return
    }
    let reasons = (meant.isEmpty ? failures : meant).prefix(Self.reasonCountLimit).compactMap {
      failure in
      failure.problems.first.map {
        Self.cut($0.path == path ? $0.message : $0.description, to: Self.reasonLimit)
      }
    }
    report(path, "matches none of the alternatives: " + reasons.joined(separator: "; or "))
  }
}
