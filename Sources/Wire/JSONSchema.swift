/// Checks values against the part of JSON Schema that tool schemas use.
///
/// Known: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`,
/// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `minLength`, `maxLength`,
/// `minItems`, `maxItems`, `anyOf`, `oneOf`, `allOf`, local `$ref`, and `true` and `false` as
/// schemas.
///
/// Every other keyword is ignored, `pattern`, `format`, `not` and `default` among them. So is a
/// reference that leads nowhere or to another document, and a keyword whose value is malformed:
/// what cannot be judged is accepted. Next to `patternProperties`, unknown fields are accepted.
public struct JSONSchema: Sendable {
  /// What is wrong at one place of a value, in words for whoever wrote the value.
  public struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// The place, such as `edits[0].old_text`; empty for the value itself.
    public let path: String
    /// What was expected and what was found.
    public let message: String

    /// Makes a problem.
    public init(path: String, message: String) {
      self.path = path
      self.message = message
    }

    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
  }

  /// The most problems that are reported.
  public static let problemLimit = 20
  /// How deep schemas may apply within each other, references included.
  public static let depthLimit = 128
  /// How many times a schema may be applied to a part of the value, in all.
  public static let stepLimit = 250_000

  let root: JSON

  /// Makes a validator of a schema.
  public init(_ schema: JSON) { root = schema }

  /// What is wrong with `value`, in the order of the schema; empty if it is valid.
  ///
  /// Limits: at most `problemLimit` problems. A value that cannot be checked within `depthLimit`
  /// and `stepLimit`, because a schema refers to itself without end, has a problem that says so.
  public func problems(in value: JSON) -> [Problem] {
    var check = JSONSchemaCheck(root: root)
    check.run(on: value)
    return check.problems
  }
}
