/// A moment in whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Timestamp: Sendable, Hashable, Comparable {
  public var microseconds: Int64

  /// Makes the moment `microseconds` after 1970 began in UTC.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The moment `duration` later, cut to whole microseconds.
  ///
  /// Limits: stops at the first and the last moment that can be expressed.
  public func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let sum =
      Int128(microseconds) + Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
    return Timestamp(microseconds: Int64(clamping: sum))
  }

  /// The time from `earlier` to this moment; negative if `earlier` is later.
  public func duration(since earlier: Timestamp) -> Duration {
    .microseconds(microseconds) - .microseconds(earlier.microseconds)
  }
}
