public import Wire

/// A value with exactly one JSON form: what facts and their fields are made of.
public protocol JSONRepresentable: Sendable, Equatable {
  init(json: JSON) throws(FormatError)
  var json: JSON { get }
}

/// A stored or received value that does not have the documented form.
public struct FormatError: Error, Sendable, Equatable, CustomStringConvertible {
  public var path: String
  public var expected: String

  public init(path: String = "", expected: String) {
    self.path = path
    self.expected = expected
  }

  public var description: String { "\(path.isEmpty ? "value" : path): expected \(expected)" }

  func under(_ key: String) -> FormatError {
    FormatError(path: path.isEmpty ? key : "\(key).\(path)", expected: expected)
  }
}

extension JSONRepresentable where Self: RawRepresentable, RawValue == String {
  public init(json: JSON) throws(FormatError) {
    guard let text = json.string, let value = Self(rawValue: text) else {
      throw FormatError(expected: "a known \(Self.self), found \(json.text)")
    }
    self = value
  }

  public var json: JSON { .string(rawValue) }
}

extension JSON: JSONRepresentable {
  public init(json: JSON) { self = json }
  public var json: JSON { self }
}

extension String: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let value = json.string else { throw FormatError(expected: "a string") }
    self = value
  }

  public var json: JSON { .string(self) }
}

extension Int: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let value = json.int else { throw FormatError(expected: "an integer") }
    self = value
  }

  public var json: JSON { .int(Int64(self)) }
}

extension Double: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let value = json.double else { throw FormatError(expected: "a number") }
    self = value
  }

  public var json: JSON { .double(self) }
}

extension Bool: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let value = json.bool else { throw FormatError(expected: "true or false") }
    self = value
  }

  public var json: JSON { .bool(self) }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let items = json.array else { throw FormatError(expected: "an array") }
    var values: [Element] = []
    values.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      do { values.append(try Element(json: item)) } catch { throw error.under("[\(index)]") }
    }
    self = values
  }

  public var json: JSON { .array(map(\.json)) }
}

extension Timestamp: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let text = json.string, let value = Timestamp(rfc3339: text) else {
      throw FormatError(expected: "an RFC 3339 time")
    }
    self = value
  }

  public var json: JSON { .string(rfc3339) }
}

extension Identifier: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    guard let text = json.string, let value = Self(text) else {
      throw FormatError(expected: "an id like \(Kind.prefix)_<32 hex digits>")
    }
    self = value
  }

  public var json: JSON { .string(text) }
}
