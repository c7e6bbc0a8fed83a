public import Wire

/// What an identifier names; its prefix keeps ids of different things from being mixed up.
public protocol IdentifierKind: Sendable {
  static var prefix: String { get }
}

public enum SessionKind: IdentifierKind { public static let prefix = "session" }
public enum TurnKind: IdentifierKind { public static let prefix = "turn" }
public enum MessageKind: IdentifierKind { public static let prefix = "message" }
public enum EventKind: IdentifierKind { public static let prefix = "event" }
public enum ExecKind: IdentifierKind { public static let prefix = "exec" }
public enum CallKind: IdentifierKind { public static let prefix = "call" }

public typealias SessionID = Identifier<SessionKind>
public typealias TurnID = Identifier<TurnKind>
public typealias MessageID = Identifier<MessageKind>
public typealias EventID = Identifier<EventKind>
public typealias ExecID = Identifier<ExecKind>
public typealias CallID = Identifier<CallKind>

/// A UUIDv7 with the prefix of what it names: `session_` and 32 lower-case hex digits.
///
/// Order is never taken from an id; events are ordered by their sequence alone.
public struct Identifier<Kind: IdentifierKind>: Hashable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  /// A UUIDv7 (RFC 9562) made at `time` from 128 random bits, of which 74 are used.
  public init(time: Timestamp, random: (UInt64, UInt64)) {
    let milliseconds = UInt64(max(0, time.microseconds / 1000)) & 0xFFFF_FFFF_FFFF
    high = milliseconds << 16 | 0x7000 | random.0 & 0x0FFF
    low = random.1 & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  }

  /// Strict: the right prefix, an underscore, 32 lower-case hex digits; nil for anything else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].elementsEqual(Kind.prefix.utf8), parts[1].count == 32,
      parts[1].allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
      let digits = String(parts[1]), let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    self.high = high
    self.low = low
  }

  /// The whole id as it is stored.
  public var text: String { "\(Kind.prefix)_\(Self.hex(high))\(Self.hex(low))" }

  /// The last six hex digits: how an id is shown to people (the first ones are the clock).
  public var short: String { String(Self.hex(low).suffix(6)) }

  public var description: String { text }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
