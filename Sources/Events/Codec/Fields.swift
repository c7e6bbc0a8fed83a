import Wire

/// Reads the members of one JSON object; absent and null are the same.
struct Fields {
  private let object: JSONObject

  init(_ json: JSON) throws(FormatError) {
    guard let object = json.object else { throw FormatError(expected: "an object") }
    self.object = object
  }

  func callAsFunction<Value: JSONRepresentable>(_ key: String) throws(FormatError) -> Value {
    guard let value: Value = try optional(key) else {
      throw FormatError(path: key, expected: "a value, found none")
    }
    return value
  }

  func optional<Value: JSONRepresentable>(_ key: String) throws(FormatError) -> Value? {
    guard let value = object[key], !value.isNull else { return nil }
    do { return try Value(json: value) } catch { throw error.under(key) }
  }

  func list<Value: JSONRepresentable>(_ key: String) throws(FormatError) -> [Value] {
    try optional(key) ?? []
  }
}

/// An object of the members that have a value; absent and null are the same.
func record(_ members: (key: String, value: JSON?)...) -> JSON {
  var object = JSONObject()
  for (key, value) in members {
    if let value, !value.isNull { object[key] = value }
  }
  return .object(object)
}

extension Array where Element: JSONRepresentable {
  /// The array, or nothing where it is empty.
  var jsonUnlessEmpty: JSON? { isEmpty ? nil : json }
}
