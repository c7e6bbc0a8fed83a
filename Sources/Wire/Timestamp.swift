public struct Timestamp: Sendable, Hashable, Comparable {
  public var microseconds: Int64
  public init(microseconds: Int64) { self.microseconds = microseconds }
  public var rfc3339: String { "\(microseconds)" }
  public init?(rfc3339: String) {
    guard let value = Int64(rfc3339) else { return nil }
    microseconds = value
  }
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }
  public func adding(_ d: Duration) -> Timestamp {
    Timestamp(microseconds: microseconds + d.components.seconds * 1_000_000 + d.components.attoseconds / 1_000_000_000_000)
  }
  public func duration(since o: Timestamp) -> Duration { .microseconds(microseconds - o.microseconds) }
}
