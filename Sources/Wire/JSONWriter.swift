/// Writes JSON values as UTF-8.
struct JSONWriter {
  /// How a value is laid out.
  enum Style {
    case compact, canonical, pretty
  }

  let style: Style
  private(set) var output: [UInt8] = []
  private var depth = 0

  init(style: Style) {
    self.style = style
    output.reserveCapacity(256)
  }

  /// Appends `value` to the output.
  mutating func write(_ value: JSON) {
    switch value {
    case .null: write(ascii: "null")
    case .bool(let value): write(ascii: value ? "true" : "false")
    case .int(let value): write(ascii: value.description)
    case .double(let value): write(value)
    case .string(let value): write(string: value)
    case .array(let values): write(values)
    case .object(let object): write(object)
    }
  }

  private mutating func write(_ value: Double) {
    guard value.isFinite else { return write(ascii: "null") }
    // Zeros of either sign are equal, and equal values have one canonical text.
    write(ascii: style == .canonical && value == 0 ? "0.0" : value.description)
  }

  private mutating func write(_ values: [JSON]) {
    output.append(UInt8(ascii: "["))
    depth += 1
    for (index, value) in values.enumerated() {
      separate(index)
      write(value)
    }
    close(UInt8(ascii: "]"), isEmpty: values.isEmpty)
  }

  private mutating func write(_ object: JSONObject) {
    output.append(UInt8(ascii: "{"))
    depth += 1
    if style == .canonical {
      let sorted = object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() { write(member, index) }
    } else {
      for (index, member) in object.enumerated() { write(member, index) }
    }
    close(UInt8(ascii: "}"), isEmpty: object.isEmpty)
  }

  private mutating func write(_ member: JSONObject.Element, _ index: Int) {
    separate(index)
    write(string: member.key)
    output.append(UInt8(ascii: ":"))
    if style == .pretty { output.append(0x20) }
    write(member.value)
  }

  private mutating func separate(_ index: Int) {
    if index > 0 { output.append(UInt8(ascii: ",")) }
    if style == .pretty { breakLine() }
  }

  private mutating func close(_ bracket: UInt8, isEmpty: Bool) {
    depth -= 1
    if style == .pretty, !isEmpty { breakLine() }
    output.append(bracket)
  }

  private mutating func breakLine() {
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func write(ascii text: String) {
    output.append(contentsOf: text.utf8)
  }

  private mutating func write(string: String) {
    output.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { bytes in
      var start = 0
      for (index, byte) in bytes.enumerated() {
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        output.append(contentsOf: bytes[start..<index])
        output.append(contentsOf: Self.escapes[Int(byte)])
        start = index + 1
      }
      output.append(contentsOf: bytes[start...])
    }
    output.append(UInt8(ascii: "\""))
  }

  /// What is written for each byte up to the backslash, if it must be escaped.
  private static let escapes: [[UInt8]] = (0...UInt8(ascii: "\\")).map { byte in
    switch byte {
    case 0x08: Array("\\b".utf8)
    case 0x09: Array("\\t".utf8)
    case 0x0A: Array("\\n".utf8)
    case 0x0C: Array("\\f".utf8)
    case 0x0D: Array("\\r".utf8)
    case ..<0x20: Array("\\u00\(Hex.encode([byte]))".utf8)
    default: [UInt8(ascii: "\\"), byte]
    }
  }
}
