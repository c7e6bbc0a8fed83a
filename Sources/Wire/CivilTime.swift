/// A date and a time of day of the proleptic Gregorian calendar, as a clock on a wall shows it.
public struct CivilTime: Sendable, Hashable {
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59.
  public let second: Int

  /// Makes a date and time; nil if there is no such day or time of day, or the year is not 0 to
  /// 9999.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) {
    guard (0...9999).contains(year), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Makes the date and time `seconds` after 1970 began.
  fileprivate init(seconds: Int) {
    let secondOfDay = seconds.modulo(86_400)
    (year, month, day) = Self.date(ofDay: seconds.floorDivided(by: 86_400))
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  /// The day of the week, from 1 for Monday to 7 for Sunday (ISO 8601).
  public var weekday: Int {
    // Day 0 was a Thursday.
    (dayNumber + 3).modulo(7) + 1
  }

  fileprivate var seconds: Int { dayNumber * 86_400 + hour * 3600 + minute * 60 + second }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01.
  ///
  /// Years are counted from March here, so that the leap day is the last one, and in eras of 400
  /// years, which all have 146 097 days.
  private var dayNumber: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear.floorDivided(by: 400)
    let yearOfEra = marchYear.modulo(400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(ofDay dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let dayOfEra = shifted.modulo(146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let marchYear = shifted.floorDivided(by: 146_097) * 400 + yearOfEra
    return (
      month <= 2 ? marchYear + 1 : marchYear, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
    )
  }
}

extension Timestamp {
  /// The date and time of this moment, its fraction of a second cut off, where clocks are
  /// `offsetSeconds` ahead of UTC.
  public func civil(offsetSeconds: Int = 0) -> CivilTime {
    CivilTime(seconds: Int(microseconds).floorDivided(by: 1_000_000) + offsetSeconds)
  }

  /// Makes the moment when clocks that are `offsetSeconds` ahead of UTC show `civil`.
  ///
  /// Limits: the first or the last moment that can be expressed, if it is beyond.
  public init(_ civil: CivilTime, offsetSeconds: Int = 0) {
    let seconds = civil.seconds - offsetSeconds
    let (product, tooLarge) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000)
    self.init(microseconds: tooLarge ? (seconds < 0 ? .min : .max) : product)
  }
}

extension Int {
  /// The quotient by a positive divisor rounded down, not towards zero.
  func floorDivided(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  /// The remainder of `floorDivided(by:)`: never negative.
  func modulo(_ divisor: Int) -> Int {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
