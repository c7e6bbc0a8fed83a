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
    var text = text
    guard let words = text.withUTF8(Self.parse) else { return nil }
    (high, low) = words
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
    let prefix = Kind.prefix.utf8
    guard bytes.count == prefix.count + 33, bytes[prefix.count] == UInt8(ascii: "_") else {
      return nil
    }
    var place = 0
    for byte in prefix {
      if bytes[place] != byte { return nil }
      place += 1
    }
    var words: [2 of UInt64] = [0, 0]
    for digit in 0..<32 {
      let byte = bytes[place + 1 + digit]
      let value: UInt8
      switch byte {
      case 48...57: value = byte - 48
      case 97...102: value = byte - 87
      default: return nil
      }
      words[digit / 16] = words[digit / 16] << 4 | UInt64(value)
    }
    return (words[0], words[1])
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
