import Wire

/// Text that may be long, cut down to its beginning, its end, and lines between that look like
/// errors.
///
/// It arrives in pieces and is never held whole. Cuts are at line ends, except in lines longer than
/// `pieceBytes`. Bytes that are not UTF-8, and NUL, become U+FFFD.
///
/// Guarantees: text within the limit comes out unchanged; longer text comes out within the limit.
struct BoundedText: Sendable {
  /// The most bytes that are kept or dropped together.
  static let pieceBytes = 1024
  /// Room for the notes on what was left out.
  static let noteBytes = 1024

  private struct Piece {
    var bytes: [UInt8]
    /// The number of its line in the whole text; nil behind a part that was skipped.
    var line: Int?
    var endsLine: Bool { bytes.last == 0x0A }
  }

  private let limit: Int
  private let headLimit: Int
  private let errorLimit: Int
  private var decoder = UTF8Decoder()
  private var open: [UInt8] = []
  private var line: Int? = 1
  private var head: [UInt8] = []
  private var headIsClosed = false
  private var tail: [Piece] = []
  private var tailStart = 0
  private var tailBytes = 0
  private var errors: [Piece] = []
  private var errorBytes = 0
  private var droppedBytes = 0
  private var droppedLines: Int? = 0

  /// Starts an empty text of at most `limit` bytes, which is at least four times `noteBytes`.
  init(limit: Int) {
    precondition(limit >= 4 * Self.noteBytes, "a limit of \(limit) bytes leaves no room for text")
    self.limit = limit
    headLimit = limit * 3 / 8
    errorLimit = limit / 8
  }

  /// `text` within `limit` bytes; `whole` is where all of it is.
  static func bound(_ text: String, limit: Int, whole: String?) -> String {
    guard text.utf8.count > limit else { return text }
    var bounded = BoundedText(limit: limit)
    bounded.append(Array(text.utf8))
    return bounded.text(whole: whole)
  }

  /// Adds the next bytes.
  mutating func append(_ bytes: [UInt8]) {
    take(decoder.decode(bytes))
  }

  /// Leaves out the next `count` bytes, which are not known here.
  mutating func skip(_ count: Int) {
    take(decoder.finish())
    closePiece()
    headIsClosed = true
    droppedBytes += count
    while tailStart < tail.count { dropFirstOfTail() }
    (line, droppedLines) = (nil, nil)
  }

  /// The text so far; `whole` is the path where all of it is.
  func text(whole: String?) -> String {
    var end = self
    end.take(end.decoder.finish())
    end.closePiece()
    return end.assembled(whole)
  }
}

extension BoundedText {
  private mutating func take(_ text: String) {
    for byte in text.utf8 {
      if open.count >= Self.pieceBytes, byte & 0xC0 != 0x80 { closePiece() }
      if byte == 0 { open += [0xEF, 0xBF, 0xBD] } else { open.append(byte) }
      if byte == 0x0A { closePiece() }
    }
  }

  private mutating func closePiece() {
    guard !open.isEmpty else { return }
    let piece = Piece(bytes: open, line: line)
    open.removeAll(keepingCapacity: true)
    if piece.endsLine { line = line.map { $0 + 1 } }
    if !headIsClosed, head.count + piece.bytes.count <= headLimit {
      head += piece.bytes
      return
    }
    headIsClosed = true
    tail.append(piece)
    tailBytes += piece.bytes.count
    while head.count + tailBytes > limit || droppedBytes > 0 && tailBytes > tailLimit {
      dropFirstOfTail()
    }
  }

  /// Once something is dropped, notes and errors need their room too.
  private var tailLimit: Int { limit - headLimit - errorLimit - Self.noteBytes }

  private mutating func dropFirstOfTail() {
    let piece = tail[tailStart]
    tailStart += 1
    tailBytes -= piece.bytes.count
    droppedBytes += piece.bytes.count
    if piece.endsLine { droppedLines = droppedLines.map { $0 + 1 } }
    // Room for the line number before it and the line end after it.
    let cost = piece.bytes.count + 24
    if errorBytes + cost <= errorLimit, ErrorWords.appear(in: piece.bytes) {
      errors.append(piece)
      errorBytes += cost
    }
    if tailStart > 4096 {
      tail.removeFirst(tailStart)
      tailStart = 0
    }
  }

  private func assembled(_ whole: String?) -> String {
    let kept = tail[tailStart...].flatMap(\.bytes)
    guard droppedBytes > 0 else { return String(decoding: head + kept, as: UTF8.self) }
    var result = head
    if let last = result.last, last != 0x0A { result.append(0x0A) }
    let size = Measure.bytes(droppedBytes)
    let amount = droppedLines.map { "\(Measure.count($0, "line")), \(size)" } ?? size
    var note = "[left out here: \(amount)"
    if let whole { note += "; all of it is in \(Self.shortened(whole))" }
    note += errors.isEmpty ? "]\n" : "; in it these lines look like errors:]\n"
    result += note.utf8
    for piece in errors {
      if let line = piece.line { result += "\(line)→".utf8 }
      result += piece.bytes
      if !piece.endsLine { result.append(0x0A) }
    }
    if !errors.isEmpty { result += "[and the end:]\n".utf8 }
    return String(decoding: result + kept, as: UTF8.self)
  }

  /// A path that leaves room for the rest of its note.
  private static func shortened(_ path: String) -> String {
    path.utf8.count <= noteBytes / 2 ? path : "…" + String(path.suffix(noteBytes / 8))
  }
}
