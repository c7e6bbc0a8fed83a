/// Counts, sizes and times in words for people and models.
enum Measure {
  /// `1 line`, `2 lines`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// `340 bytes`, `1.2 KiB`, `10.0 MiB`, `1.0 GiB`.
  static func bytes(_ number: Int) -> String {
    guard number >= 1024 else { return count(number, "byte") }
    var (size, unit) = (number, 0)
    // Kept in tenths, so that no rounding of floating point shows.
    var tenths = number * 10 / 1024
    while size >= 1024 * 1024, unit < 2 {
      size /= 1024
      tenths = size * 10 / 1024
      unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(["KiB", "MiB", "GiB"][unit])"
  }

  /// `0.3 s`, `75 s`: tenths below ten seconds.
  static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    guard seconds < 10 else { return "\(seconds) s" }
    return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
  }
}
