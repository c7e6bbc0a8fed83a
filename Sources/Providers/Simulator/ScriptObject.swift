import Events
import Wire

/// Reads the members of one object of a script; null is as good as absent, and a member that
/// nobody knows is an error, since a mistyped one would otherwise do nothing.
struct ScriptObject {
  private let members: JSONObject
  private let place: String

  init(_ json: JSON, at place: String, known: [String]) throws(FormatError) {
    guard let members = json.object else {
      throw FormatError(path: place, expected: "an object, found \(json.kind)")
    }
    self.members = members
    self.place = place
    for key in members.keys where !known.contains(key) {
      let names = known.joined(separator: ", ")
      throw FormatError(path: path(key), expected: "one of the members \(names)")
    }
  }

  /// Where a member stands, for messages.
  func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  subscript(key: String) -> JSON? {
    guard let value = members[key], !value.isNull else { return nil }
    return value
  }

  func string(_ key: String) throws(FormatError) -> String? {
    try value(key, "a string", \.string)
  }

  func bool(_ key: String) throws(FormatError) -> Bool? {
    try value(key, "true or false", \.bool)
  }

  func list(_ key: String) throws(FormatError) -> [JSON]? { try value(key, "an array", \.array) }

  /// A whole number that is not below `least`.
  func count(_ key: String, from least: Int) throws(FormatError) -> Int? {
    try value(key, "a whole number, at least \(least)") { json in
      json.int.flatMap { $0 >= least ? $0 : nil }
    }
  }

  /// A number that is not below `least` and not beyond `numberLimit`.
  func number(_ key: String, from least: Double) throws(FormatError) -> Double? {
    try value(key, "a number from \(least) to \(Int(Self.numberLimit))") { json in
      json.double.flatMap { (least...Self.numberLimit).contains($0) ? $0 : nil }
    }
  }

  /// The largest number of a script: seconds, or characters a second.
  static let numberLimit = 1e9

  private func value<Value>(
    _ key: String, _ expected: String, _ read: (JSON) -> Value?
  ) throws(FormatError) -> Value? {
    guard let json = self[key] else { return nil }
    guard let value = read(json) else {
      let found = json.text.count <= 40 ? json.text : json.kind
      throw FormatError(path: path(key), expected: "\(expected), found \(found)")
    }
    return value
  }
}
