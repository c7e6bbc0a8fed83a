import Testing
import Wire

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_795_145_087_123_000, "2026-11-20T03:24:47.123Z"),
      (1_795_145_087_123_999, "2026-11-20T03:24:47.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
      (-2_203_891_200_000_000, "1900-03-01T00:00:00.000Z"),
      (253_402_300_799_999_000, "9999-12-31T23:59:59.999Z"),
      (253_402_300_800_000_000, "+10000-01-01T00:00:00.000Z"),
      (-62_167_219_200_000_000, "0000-01-01T00:00:00.000Z"),
      (-62_167_219_200_000_001, "-0001-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func writesMilliseconds(_ microseconds: Int64, _ text: String) {
    #expect(Timestamp(microseconds: microseconds).rfc3339 == text)
  }

  @Test(
    arguments: [
      ("2026-11-20T03:24:47Z", 1_795_145_087_000_000),
      ("2026-11-20t03:24:47z", 1_795_145_087_000_000),
      ("2026-11-20T03:24:47.1Z", 1_795_145_087_100_000),
      ("2026-11-20T03:24:47.123456Z", 1_795_145_087_123_456),
      ("2026-11-20T03:24:47.123456789Z", 1_795_145_087_123_456),
      ("2026-11-20T03:24:47.000000999Z", 1_795_145_087_000_000),
      ("2026-11-20T04:24:47+01:00", 1_795_145_087_000_000),
      ("2026-11-19T18:54:47.5-08:30", 1_795_145_087_500_000),
      ("2026-11-20T03:24:47-00:00", 1_795_145_087_000_000),
      ("2026-11-21T03:23:47+23:59", 1_795_145_087_000_000),
      ("1990-12-31T23:59:60Z", 662_688_000_000_000),
      ("1990-12-31T15:59:60-08:00", 662_688_000_000_000),
      ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130_000),
      ("1985-04-12T23:20:50.52Z", 482_196_050_520_000),
      ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
      ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ] as [(String, Int64)])
  func reads(_ text: String, _ microseconds: Int64) {
    #expect(Timestamp(rfc3339: text) == Timestamp(microseconds: microseconds))
  }

  @Test(arguments: [
    "", "2026", "2026-11-20", "2026-11-20T03:24:47", "2026-11-20 03:24:47Z", "2026-11-20T03:24Z",
    "2026-11-20T03:24:47.Z", "2026-11-20T03:24:47.1234567890Z", "2026-11-20T03:24:47,1Z",
    "2026-13-20T03:24:47Z", "2026-00-20T03:24:47Z", "2026-11-31T03:24:47Z", "2026-11-00T03:24:47Z",
    "2026-02-29T03:24:47Z", "1900-02-29T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T03:60:47Z",
    "2026-11-20T03:24:61Z", "2026-11-20T03:24:47+1:00", "2026-11-20T03:24:47+0100",
    "2026-11-20T03:24:47+24:00", "2026-11-20T03:24:47+01:60", "2026-11-20T03:24:47ZZ",
    "2026-11-20T03:24:47Z ", " 2026-11-20T03:24:47Z", "+2026-11-20T03:24:47Z", "26-11-20T03:24:47Z",
    "2026-1-20T03:24:47Z", "2026-11-20T3:24:47Z", "2026/11/20T03:24:47Z", "２026-11-20T03:24:47Z",
    "2026-11-20T03:24:47.1", "2026-11-20T03:24:47+", "12026-11-20T03:24:47Z",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  /// Every day of three centuries against counting days one by one.
  @Test func everyDayFrom1900To2200() throws {
    var (year, month, day) = (1900, 1, 1)
    // 1 January 1900 was a Monday, 25 567 days before 1970.
    var weekday = 1
    var number = -25_567
    var wrong: [String] = []
    while year <= 2200 {
      let midnight = Timestamp(microseconds: Int64(number) * 86_400_000_000)
      let last = midnight.adding(.seconds(86_400) - .microseconds(1))
      let civil = try #require(CivilTime(year: year, month: month, day: day))
      let evening = try #require(
        CivilTime(year: year, month: month, day: day, hour: 23, minute: 59, second: 59))
      if midnight.civil() != civil || last.civil() != evening || civil.weekday != weekday
        || Timestamp(civil) != midnight || Timestamp(rfc3339: midnight.rfc3339) != midnight
      {
        wrong.append("\(year)-\(month)-\(day)")
      }
      let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      #expect(CivilTime(year: year, month: month, day: lengths[month - 1] + 1) == nil)
      (day, number, weekday) = (day + 1, number + 1, weekday % 7 + 1)
      if day > lengths[month - 1] { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    #expect(wrong == [])
    #expect(number == 84_371)
  }

  @Test func clocksAheadAndBehind() {
    let moment = Timestamp(microseconds: 1_795_145_087_123_000)
    #expect(
      moment.civil(offsetSeconds: 19_800)
        == CivilTime(year: 2026, month: 11, day: 20, hour: 8, minute: 54, second: 47))
    #expect(
      moment.civil(offsetSeconds: -4 * 3600)
        == CivilTime(year: 2026, month: 11, day: 19, hour: 23, minute: 24, second: 47))
    #expect(moment.civil().weekday == 5)
    #expect(
      Timestamp(moment.civil(offsetSeconds: 19_800), offsetSeconds: 19_800).rfc3339
        == "2026-11-20T03:24:47.000Z")
  }

  @Test func addingAndSubtracting() {
    let start = Timestamp(microseconds: 1_000_000)
    #expect(start.adding(.milliseconds(1500)).microseconds == 2_500_000)
    #expect(start.adding(.seconds(-2)).microseconds == -1_000_000)
    #expect(start.adding(.nanoseconds(1999)).microseconds == 1_000_001)
    #expect(start.duration(since: Timestamp(microseconds: 250_000)) == .milliseconds(750))
    #expect(Timestamp(microseconds: 0).duration(since: start) == .seconds(-1))
    #expect(start < start.adding(.microseconds(1)))
  }

  @Test func theEndsOfTimeDoNotOverflow() {
    let first = Timestamp(microseconds: .min)
    let last = Timestamp(microseconds: .max)
    #expect(last.adding(.microseconds(1)) == last && first.adding(.microseconds(-1)) == first)
    #expect(first.adding(.seconds(Int64.max)) == last && last.adding(.seconds(Int64.min)) == first)
    #expect(
      first.adding(.microseconds(Int64.max)).adding(.microseconds(Int64.max))
        == Timestamp(microseconds: .max - 1))
    #expect(last.duration(since: first) == .microseconds(Int64.max) - .microseconds(Int64.min))
    #expect(last.rfc3339 == "+294247-01-10T04:00:54.775Z")
    #expect(first.rfc3339 == "-290308-12-21T19:59:05.224Z")
    #expect(Timestamp(last.civil(), offsetSeconds: -86_400) == last)
    #expect(Timestamp(first.civil(), offsetSeconds: 86_400) == first)
  }
}
