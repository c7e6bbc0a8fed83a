extension JSON {
  /// The member of an object; nil if this is no object or has no such member.
  ///
  /// Setting a value on anything but an object replaces it by an object with that one member.
  /// Setting nil removes the member, and does nothing to what is no object.
  public subscript(key: String) -> JSON? {
    get {
      guard case .object(let object) = self else { return nil }
      return object[key]
    }
    set {
      if case .object(var object) = self {
        // Lets go of our own reference, so that the change happens in place.
        self = .null
        object[key] = newValue
        self = .object(object)
      } else if let newValue {
        self = .object([key: newValue])
      }
    }
  }

  /// The element of an array; nil if this is no array or the index is out of range.
  public subscript(index: Int) -> JSON? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }

  /// The text of a string, or nil.
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The value of a boolean, or nil.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The value of an integer, or of a double that is exactly an integer; otherwise nil.
  public var int: Int? {
    switch self {
    case .int(let value): Int(exactly: value)
    case .double(let value) where value >= -0x1p63 && value < 0x1p63:
      // Not `Int(exactly:)`, which makes every user of this module link the C maths library.
      Double(Int(value)) == value ? Int(value) : nil
    default: nil
    }
  }

  /// The value of a number; integers beyond 2⁵³ are rounded.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  /// The elements of an array, or nil.
  public var array: [JSON]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  /// The members of an object, or nil.
  public var object: JSONObject? {
    guard case .object(let object) = self else { return nil }
    return object
  }

  /// Whether this is `null`.
  public var isNull: Bool {
    guard case .null = self else { return false }
    return true
  }

  /// The JSON name of the kind of value, for messages: null, boolean, number, string, array,
  /// object.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .int, .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
