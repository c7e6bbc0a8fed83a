/// Cuts a stream of bytes into lines, wherever its chunks begin and end.
///
/// A line ends with LF or CR LF, which are not part of it; a CR elsewhere is.
public struct LineFramer: Sendable {
  /// What the stream consists of.
  public enum Element: Sendable, Equatable {
    /// A line without its end.
    case line([UInt8])
    /// A line longer than `limit` bytes: reported once, then dropped up to its end.
    case overlong(limit: Int)
  }

  /// The most bytes a line may have, unless said otherwise: 32 MiB, a base64 image of 20 MiB and
  /// more.
  public static let defaultLimit = 32 << 20

  private let limit: Int
  /// The beginning of the next line: at most `limit` bytes, and one CR.
  private var pending: [UInt8] = []
  /// Whether the rest of an overlong line is being dropped.
  private var isDropping = false

  /// Starts a stream of lines of at most `limit` bytes.
  public init(limit: Int = defaultLimit) { self.limit = limit }

  /// The lines that `bytes` completes, in order.
  public mutating func feed(_ bytes: [UInt8]) -> [Element] {
    var elements: [Element] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      if let overlong = take(rest[..<end]) { elements.append(overlong) }
      if let line = endLine() { elements.append(line) }
      rest = rest[rest.index(after: end)...]
    }
    if let overlong = take(rest) { elements.append(overlong) }
    return elements
  }

  /// The rest after the last line end; nil if there is none. Starts a new stream.
  public mutating func finish() -> Element? {
    defer { reset() }
    guard !isDropping, !pending.isEmpty else { return nil }
    return pending.count > limit ? .overlong(limit: limit) : .line(pending)
  }

  /// Appends a piece of a line; the report if that made it overlong.
  private mutating func take(_ piece: ArraySlice<UInt8>) -> Element? {
    guard !isDropping, !piece.isEmpty else { return nil }
    // One more byte may fit if it is the CR of the line end.
    let room = limit + 1 - pending.count
    pending.append(contentsOf: piece.prefix(room))
    guard piece.count > room || pending.count > limit && pending.last != 0x0D else { return nil }
    pending = []
    isDropping = true
    return .overlong(limit: limit)
  }

  /// The line that an LF ends; nil for one that was dropped.
  private mutating func endLine() -> Element? {
    defer { reset() }
    guard !isDropping else { return nil }
    if pending.last == 0x0D { pending.removeLast() }
    return .line(pending)
  }

  private mutating func reset() {
    pending = []
    isDropping = false
  }
}
