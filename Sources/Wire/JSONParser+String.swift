extension JSONParser {
  /// Reads a string from its opening to its closing quote.
  mutating func string() throws(JSONError) -> String {
    at += 1
    let start = at
    let isASCII = skipPlain()
    guard let end = next else { throw failure("the string is not closed") }
    if end == UInt8(ascii: "\"") {
      if !isASCII { try requireUTF8(start..<at) }
      defer { at += 1 }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
    }
    return try escapedString(from: start, isASCII: isASCII)
  }

  /// Reads on at the first escape of the string that began at `start`.
  private mutating func escapedString(from start: Int, isASCII: Bool) throws(JSONError) -> String {
    if !isASCII { try requireUTF8(start..<at) }
    var text = Array(bytes[start..<at])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try escape(into: &text)
      case ..<0x20:
        throw failure("a control character in a string must be escaped")
      default:
        let run = at
        if !skipPlain() { try requireUTF8(run..<at) }
        text.append(contentsOf: bytes[run..<at])
      }
    }
    throw failure("the string is not closed")
  }

  /// Steps over bytes that need no attention; whether all of them were ASCII.
  private mutating func skipPlain() -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones &* 0x80
    var seen: UInt64 = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while at &+ 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let control = (word &- ones &* 0x20) & ~word
      let special = control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
      if special & tops != 0 { break }
      seen |= word
      at &+= 8
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      seen |= UInt64(byte)
      at &+= 1
    }
    return seen & tops == 0
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    at += 1
    guard let byte = next else { throw failure("the string is not closed") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: try unicodeEscape().utf8)
    default: throw failure("unknown escape in a string", at: at - 2)
    }
  }

  /// Reads the digits of `\u`, and those of the low surrogate that may follow.
  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let unit = try hexUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let afterFirst = at
    if unit < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    {
      at += 2
      let low = try hexUnit()
      if low >= 0xDC00, low < 0xE000,
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return scalar
      }
      at = afterFirst
    }
    return "\u{FFFD}"
  }

  private mutating func hexUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap(Hex.value) else {
        throw failure("expected four hexadecimal digits after \\u")
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }

  private func requireUTF8(_ range: Range<Int>) throws(JSONError) {
    let run = UnsafeBufferPointer(rebasing: bytes[range])
    if let bad = UTF8Decoder.firstInvalid(in: run) {
      throw failure("the string is not valid UTF-8", at: range.lowerBound + bad)
    }
  }
}
