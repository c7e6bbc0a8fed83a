import Platform
import Wire

/// A moment as the clocks of this machine's time zone show it.
struct LocalTime: Equatable {
  var civil: CivilTime
  /// How far the clocks are ahead of UTC.
  var offsetSeconds: Int
  /// The zone's name, such as `Europe/Berlin`, or its letters, such as `CET`.
  var zone: String

  init(civil: CivilTime, offsetSeconds: Int, zone: String) {
    self.civil = civil
    self.offsetSeconds = offsetSeconds
    self.zone = zone
  }

  /// The moment in the zone that TZ or `/etc/localtime` sets.
  init(_ moment: Timestamp, environment: [String: String]) {
    let local = SystemClock.zone(at: moment.microseconds / 1_000_000)
    self.init(
      civil: moment.civil(offsetSeconds: local.offsetSeconds), offsetSeconds: local.offsetSeconds,
      zone: Self.zoneName(environment) ?? local.letters)
  }

  /// `Thursday 2026-11-20, time zone Europe/Berlin (UTC+01:00)`; no time of day, so that what is
  /// said in one day stays the same.
  var text: String {
    let days = [
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    let date = "\(Self.digits(civil.year, 4))-\(Self.digits(civil.month))-\(Self.digits(civil.day))"
    let offset = abs(offsetSeconds) / 60
    let sign = offsetSeconds < 0 ? "-" : "+"
    let ahead = "UTC\(sign)\(Self.digits(offset / 60)):\(Self.digits(offset % 60))"
    return "\(days[civil.weekday - 1]) \(date), time zone \(zone) (\(ahead))"
  }

  private static func digits(_ number: Int, _ count: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }

  private static func zoneName(_ environment: [String: String]) -> String? {
    let folder = "zoneinfo/"
    // Without the link the zone's letters do.
    let link = try? Paths.symlinkTarget("/etc/localtime")
    var source = environment["TZ"].flatMap { $0.isEmpty ? nil : $0 } ?? link ?? ""
    if source.hasPrefix(":") { source.removeFirst() }
    if let range = source.firstRange(of: folder) {
      return String(source[range.upperBound...])
    }
    return source.contains("/") && !source.hasPrefix("/") ? source : nil
  }
}
