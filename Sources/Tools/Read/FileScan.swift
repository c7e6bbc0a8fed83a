import Events
import Wire

/// One pass over a file: its first bytes, the lines asked for, and, where it is not too large, the
/// number of lines and the hash of all of it.
struct FileScan {
  /// How a result names a content: twelve digits are enough to see that a file has changed.
  static func shown(_ hash: String) -> String { "content_hash \(hash.prefix(12))" }

  let window: LineCollector.Window
  let size: Int
  private(set) var probe: [UInt8] = []
  private(set) var hash: String?
  private var lines: LineCollector
  private var digest = SHA256()
  private var length = 0
  private var hasByteOrderMark = false

  /// Starts a pass over a file of `size` bytes.
  init(_ window: LineCollector.Window, size: Int) {
    self.window = window
    self.size = size
    lines = LineCollector(window)
  }

  private var isCounted: Bool { size <= Limits.hashedFileBytes }

  /// Whether a NUL among the first bytes says that it is no text.
  var isBinary: Bool { probe.contains(0) }

  /// Whether the rest need not be read.
  var isComplete: Bool {
    if isCounted { return length > Limits.hashedFileBytes }
    if case .last = window { return true }
    return isBinary || lines.isComplete
  }

  /// Takes the next bytes.
  mutating func feed(_ bytes: [UInt8]) {
    if isCounted { digest.update(bytes) }
    var text = bytes
    if length == 0 {
      probe = Array(bytes.prefix(Limits.binaryProbeBytes))
      hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
      if hasByteOrderMark { text.removeFirst(3) }
    }
    length += bytes.count
    if !isBinary { lines.feed(text) }
  }

  /// To be called at the end.
  mutating func finish() {
    lines.finish()
    if isCounted, length <= Limits.hashedFileBytes { hash = Hex.encode(digest.finalize()) }
  }

  /// The lines asked for.
  func excerpt(isLenient: Bool) -> FileExcerpt {
    FileExcerpt(
      lines: lines.lines, window: window, total: hash == nil ? nil : lines.total,
      isCutBySize: lines.isCutBySize, crlfCount: hash == nil ? 0 : lines.crlfCount,
      hasByteOrderMark: hasByteOrderMark, hash: hash, isLenient: isLenient)
  }

  /// The last lines of a file too large to be counted, from its last bytes; numbered −1 upwards
  /// from the last one.
  func excerpt(ofEnd end: [UInt8], count: Int, isLenient: Bool) -> FileExcerpt {
    var collector = LineCollector(.last(count))
    // The first line is likely cut at its start.
    collector.feed(Array(end.drop { $0 != 0x0A }.dropFirst()))
    collector.finish()
    let lines = collector.lines.map { line in
      var line = line
      line.number -= collector.total + 1
      return line
    }
    return FileExcerpt(
      lines: lines, window: window, total: nil, isCutBySize: collector.isCutBySize, crlfCount: 0,
      hasByteOrderMark: false, hash: nil, isLenient: isLenient)
  }

  /// What can be said of a file that is not shown.
  func metadata(_ name: String, _ what: String) -> String {
    let start = Hex.encode(Array(probe.prefix(16)))
    let hash =
      hash.map(FileScan.shown) ?? "too large for a content_hash"
    return "[\(name): \(what); \(Measure.bytes(size)); begins with \(start); \(hash)] "
      + "Not shown; look into it with bash, for example `file`, `xxd` or `iconv`."
  }
}
