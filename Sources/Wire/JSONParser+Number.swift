extension JSONParser {
  /// Reads a number: an integer if it has neither fraction nor exponent and fits 64 bits.
  mutating func number() throws(JSONError) -> JSON {
    let start = at
    let negative = bytes[at] == UInt8(ascii: "-")
    if negative { at += 1 }
    var scan = Digits()
    if next == UInt8(ascii: "0") {
      at += 1
      if let next, (0x30...0x39).contains(next) { throw failure("a number has a leading zero") }
    } else {
      try digits(into: &scan, after: "'-'")
    }
    guard next == UInt8(ascii: ".") || next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else {
      if !scan.overflow, let value = Int64(magnitude: scan.value, negative: negative) {
        return .int(value)
      }
      return .double(try slowDouble(start))
    }
    var exponent = 0
    if next == UInt8(ascii: ".") {
      at += 1
      let point = at
      try digits(into: &scan, after: "'.'")
      exponent = point - at
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      at += 1
      let minus = next == UInt8(ascii: "-")
      if minus || next == UInt8(ascii: "+") { at += 1 }
      var power = Digits()
      try digits(into: &power, after: "the exponent sign")
      guard !power.overflow, power.value < 1_000 else { return .double(try slowDouble(start)) }
      exponent += minus ? -Int(power.value) : Int(power.value)
    }
    // Both operands are exact doubles, so that the one rounding is right (Clinger's fast path).
    if !scan.overflow, scan.value <= 1 << 53, abs(exponent) < Self.powersOfTen.count {
      let magnitude = Double(scan.value)
      let value =
        exponent < 0
        ? magnitude / Self.powersOfTen[-exponent] : magnitude * Self.powersOfTen[exponent]
      return .double(negative ? -value : value)
    }
    return .double(try slowDouble(start))
  }

  /// The powers of ten that a double holds exactly.
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The value of a run of digits, as far as it fits.
  private struct Digits {
    var value: UInt64 = 0
    var overflow = false
  }

  private mutating func digits(into scan: inout Digits, after: String) throws(JSONError) {
    let start = at
    while let byte = next, (0x30...0x39).contains(byte) {
      let (shifted, tooLarge) = scan.value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = shifted.addingReportingOverflow(UInt64(byte & 0x0F))
      scan.overflow = scan.overflow || tooLarge || carried
      scan.value = sum
      at += 1
    }
    if at == start { throw unexpected("a digit after \(after)") }
  }

  private func slowDouble(_ start: Int) throws(JSONError) -> Double {
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw failure("the number is too large", at: start)
    }
    return value
  }
}

extension Int64 {
  fileprivate init?(magnitude: UInt64, negative: Bool) {
    if negative, magnitude == Int64.min.magnitude {
      self = .min
    } else if let value = Int64(exactly: magnitude) {
      self = negative ? -value : value
    } else {
      return nil
    }
  }
}
