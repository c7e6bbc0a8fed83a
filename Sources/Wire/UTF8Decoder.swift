/// Decodes a UTF-8 stream chunk by chunk: the longest complete text of each.
///
/// A sequence cut at the end of a chunk is kept, at most three bytes, and completed by the next
/// one. Each maximal part of an ill-formed sequence becomes one U+FFFD, as `String(decoding:as:)`
/// does.
public struct UTF8Decoder: Sendable {
  private var kept: [UInt8] = []

  /// Starts a stream.
  public init() {}

  /// The text that `chunk` completes.
  public mutating func decode(_ chunk: [UInt8]) -> String {
    kept.append(contentsOf: chunk)
    let cut = kept.withUnsafeBufferPointer { $0.count - Self.openTail(of: $0) }
    defer { kept.removeFirst(cut) }
    return String(decoding: kept[..<cut], as: UTF8.self)
  }

  /// The text of what is still kept at the end of the stream: empty or one U+FFFD.
  public mutating func finish() -> String {
    defer { kept = [] }
    return String(decoding: kept, as: UTF8.self)
  }
}

extension UTF8Decoder {
  /// How many bytes at the end begin a sequence that more bytes could complete: 0 to 3.
  static func openTail(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    for length in 1...3 where length <= bytes.count {
      let start = bytes.count - length
      guard bytes[start] & 0xC0 != 0x80 else { continue }
      if case .cut = sequence(in: bytes, at: start) { return length }
      return 0
    }
    return 0
  }

  /// The offset of the first byte of the first ill-formed or cut sequence; nil if there is none.
  static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    while at < bytes.count {
      guard case .whole(let length) = sequence(in: bytes, at: at) else { return at }
      at += length
    }
    return nil
  }

  private enum Sequence {
    case whole(length: Int)
    case cut
    case illFormed
  }

  /// What stands at `start`, by table 3-7 of the Unicode Standard.
  private static func sequence(
    in bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Sequence {
    let lead = bytes[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return .whole(length: 1)
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return .illFormed
    }
    for offset in 1..<length {
      guard start + offset < bytes.count else { return .cut }
      guard second.contains(bytes[start + offset]) else { return .illFormed }
      second = 0x80...0xBF
    }
    return .whole(length: length)
  }
}
