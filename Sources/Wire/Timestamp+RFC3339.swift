extension Timestamp {
  /// The moment in UTC with milliseconds, such as `2026-11-20T03:24:47.123Z`; the rest is cut off.
  ///
  /// Limits: RFC 3339 ends with the year 9999; other years are written with their sign and all
  /// digits.
  public var rfc3339: String {
    let civil = civil()
    let millisecond = Int(microseconds).modulo(1_000_000) / 1000
    let sign = civil.year < 0 ? "-" : civil.year > 9999 ? "+" : ""
    return sign + Self.padded(abs(civil.year), 4) + "-" + Self.padded(civil.month, 2) + "-"
      + Self.padded(civil.day, 2) + "T" + Self.padded(civil.hour, 2) + ":"
      + Self.padded(civil.minute, 2) + ":" + Self.padded(civil.second, 2) + "."
      + Self.padded(millisecond, 3) + "Z"
  }

  /// Reads a date and time of RFC 3339; nil if it is not one.
  ///
  /// Accepts any offset, up to nine digits of a second, of which six count, and lower-case `t` and
  /// `z`. A leap second, `:60`, is taken for the first second of the next minute.
  public init?(rfc3339 text: String) {
    var reader = Reader(units: Array(text.utf8))
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T") || reader.take("t"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2), second <= 60,
      let civil = CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: min(second, 59)),
      let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
    else { return nil }
    self.init(civil, offsetSeconds: offset)
    microseconds += Int64(fraction) + (second == 60 ? 1_000_000 : 0)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// Reads the parts of a date and time from left to right.
private struct Reader {
  let units: [UInt8]
  var at = 0

  var isAtEnd: Bool { at == units.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < units.count, units[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  mutating func digit() -> Int? {
    guard at < units.count, (0x30...0x39).contains(units[at]) else { return nil }
    at += 1
    return Int(units[at - 1] & 0x0F)
  }

  mutating func number(_ digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// The microseconds after a point: 0 without one, nil if no or too many digits follow it.
  mutating func fraction() -> Int? {
    guard take(".") else { return 0 }
    var value = 0
    var count = 0
    while let digit = digit() {
      count += 1
      if count <= 6 { value = value * 10 + digit }
    }
    guard (1...9).contains(count) else { return nil }
    for _ in min(count, 6)..<6 { value *= 10 }
    return value
  }

  /// Seconds ahead of UTC.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let ahead = take("+")
    guard ahead || take("-"), let hours = number(2), hours <= 23, take(":"),
      let minutes = number(2), minutes <= 59
    else { return nil }
    return (ahead ? 1 : -1) * (hours * 3600 + minutes * 60)
  }
}
