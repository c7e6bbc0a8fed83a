import Events
import Wire

/// The arguments of a call, read with errors that name the field.
struct Arguments {
  private let json: JSON

  /// The arguments of a call.
  init(_ call: ToolCall) { json = call.arguments }

  /// One element of an array of objects.
  init(_ json: JSON) { self.json = json }

  /// A text that must be there.
  func string(_ name: String) throws(ToolError) -> String {
    guard let text = try optionalString(name) else {
      throw ToolError(.arguments, "\(name) is missing: give a string")
    }
    return text
  }

  /// A text; nil where it is missing or null.
  func optionalString(_ name: String) throws(ToolError) -> String? {
    guard let value = json[name], !value.isNull else { return nil }
    guard let text = value.string else { throw wrong(name, value, "a string") }
    return text
  }

  /// A whole number; nil where it is missing or null.
  func optionalInt(_ name: String, atLeast least: Int) throws(ToolError) -> Int? {
    guard let value = json[name], !value.isNull else { return nil }
    guard let number = value.int, number >= least else {
      throw wrong(name, value, "an integer of at least \(least)")
    }
    return number
  }

  /// A flag; `missing` where it is missing or null.
  func bool(_ name: String, default missing: Bool) throws(ToolError) -> Bool {
    guard let value = json[name], !value.isNull else { return missing }
    guard let flag = value.bool else { throw wrong(name, value, "true or false") }
    return flag
  }

  /// The elements of an array of objects that must be there.
  func objects(_ name: String) throws(ToolError) -> [Arguments] {
    guard let value = json[name] else {
      throw ToolError(.arguments, "\(name) is missing: give an array of objects")
    }
    guard let values = value.array else { throw wrong(name, value, "an array of objects") }
    for (index, element) in values.enumerated() where element.object == nil {
      throw wrong("\(name)[\(index)]", element, "an object")
    }
    return values.map { Arguments($0) }
  }

  private func wrong(_ name: String, _ value: JSON, _ expected: String) -> ToolError {
    let found = value.int.map(String.init) ?? value.double.map { "\($0)" } ?? value.kind
    return ToolError(.arguments, "\(name) must be \(expected); found \(found)")
  }
}
