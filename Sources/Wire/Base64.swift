/// Bytes as text in the standard alphabet of RFC 4648, section 4.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let notADigit: UInt8 = 0xFF

  /// The value of each byte as a digit.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: notADigit, count: 256)
    for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// The bytes as text, padded with `=` to a multiple of four characters.
  public static func encode(_ bytes: [UInt8]) -> String {
    let capacity = (bytes.count + 2) / 3 * 4
    return String(unsafeUninitializedCapacity: capacity) { output in
      var target = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let rest = bytes.count - start
        let group =
          UInt32(bytes[start]) << 16
          | (rest > 1 ? UInt32(bytes[start + 1]) << 8 : 0)
          | (rest > 2 ? UInt32(bytes[start + 2]) : 0)
        output[target] = alphabet[Int(group >> 18)]
        output[target + 1] = alphabet[Int(group >> 12 & 63)]
        output[target + 2] = rest > 1 ? alphabet[Int(group >> 6 & 63)] : padding
        output[target + 3] = rest > 2 ? alphabet[Int(group & 63)] : padding
        target += 4
      }
      return target
    }
  }

  /// The bytes of a padded text, or nil.
  ///
  /// Strict: the padding must be there and the unused bits before it zero, and nothing else may
  /// occur, not even space or line breaks. Hence every byte sequence has exactly one encoding.
  public static func decode(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 4) else { return nil }
    let padded = digits.suffix(2).reversed().prefix { $0 == padding }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3)
    for start in stride(from: 0, to: digits.count, by: 4) {
      let missing = start + 4 == digits.count ? padded : 0
      var group: UInt32 = 0
      for offset in 0..<4 {
        let value = offset < 4 - missing ? values[Int(digits[start + offset])] : 0
        guard value != notADigit else { return nil }
        group = group << 6 | UInt32(value)
      }
      guard group & (1 << (8 * UInt32(missing)) - 1) == 0 else { return nil }
      for shift in [16, 8, 0].dropLast(missing) {
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(shift)))
      }
    }
    return bytes
  }
}
