/// A recursive descent parser over UTF-8 bytes; `at` is the next byte to read.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0
  private var depth = 0

  private let depthLimit: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// The next byte, or nil at the end.
  @inline(__always) var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  /// Reads the one value of the whole input.
  mutating func document() throws(JSONError) -> JSON {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw failure("a byte order mark is not allowed")
    }
    skipSpace()
    let result = try value()
    skipSpace()
    guard at == bytes.count else { throw unexpected("the end of the text") }
    return result
  }

  /// Reads a value; space before it is already skipped.
  mutating func value() throws(JSONError) -> JSON {
    guard let next else { throw unexpected("a value") }
    switch next {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(JSONError) -> JSON {
    var object = JSONObject()
    try enter()
    if take(UInt8(ascii: "}")) { return leave(.object(object)) }
    while true {
      guard next == UInt8(ascii: "\"") else { throw unexpected("a member name in quotes") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected("':' after the member name") }
      object.set(key, try value())
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "}")) else { throw unexpected("',' or '}' in the object") }
      return leave(.object(object))
    }
  }

  private mutating func array() throws(JSONError) -> JSON {
    var values: [JSON] = []
    try enter()
    if take(UInt8(ascii: "]")) { return leave(.array(values)) }
    while true {
      values.append(try value())
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "]")) else { throw unexpected("',' or ']' in the array") }
      return leave(.array(values))
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for offset in 0..<text.utf8CodeUnitCount
    where at + offset >= bytes.count
      || bytes[at + offset] != text.utf8Start[offset]
    {
      throw failure("expected \(text)")
    }
    at += text.utf8CodeUnitCount
    return value
  }

  /// Steps over the opening bracket and the space behind it.
  private mutating func enter() throws(JSONError) {
    guard depth < depthLimit else {
      throw failure("nested deeper than \(depthLimit) levels")
    }
    depth += 1
    at += 1
    skipSpace()
  }

  private mutating func leave(_ value: JSON) -> JSON {
    depth -= 1
    return value
  }

  /// Steps over `byte` and the space behind it, if it is next.
  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") { skipSpace() }
    return true
  }

  @inline(__always)
  private mutating func skipSpace() {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      at += 1
    }
  }
}

extension JSONParser {
  /// An error at `place`, or at the next byte.
  func failure(_ message: String, at place: Int? = nil) -> JSONError {
    JSONError(message, at: place ?? at, in: bytes)
  }

  /// An error that names what was expected and what is there.
  func unexpected(_ expected: String) -> JSONError {
    guard let next else { return failure("expected \(expected), found the end of the text") }
    let found =
      (0x21..<0x7F).contains(next)
      ? "'\(Character(UnicodeScalar(next)))'" : "byte 0x\(String(next, radix: 16))"
    return failure("expected \(expected), found \(found)")
  }
}
