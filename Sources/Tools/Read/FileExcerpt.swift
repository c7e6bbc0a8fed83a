import Events
import Wire

/// The lines of a file as the model sees them, with what was left out and how to go on.
struct FileExcerpt {
  var lines: [LineCollector.Line]
  var window: LineCollector.Window
  /// How many lines the file has; nil where it is too large to be counted.
  var total: Int?
  var isCutBySize: Bool
  var crlfCount: Int
  var hasByteOrderMark: Bool
  /// SHA-256 of the whole file; nil where it is too large.
  var hash: String?
  /// Whether bytes that are not UTF-8 are shown as U+FFFD.
  var isLenient: Bool

  /// The first line that is not UTF-8; nil where all are, or it does not matter.
  var invalidLine: Int? {
    guard !isLenient else { return nil }
    return lines.first { String(validating: $0.bytes, as: UTF8.self) == nil }?.number
  }

  /// The numbered lines and the notes.
  var text: String {
    var text = ""
    for line in lines {
      text += "\(line.number)→\(String(decoding: line.bytes, as: UTF8.self))"
      if line.cut > 0 { text += "… [\(Measure.bytes(line.cut)) of this line cut]" }
      text += "\n"
    }
    return text + "[\(notes.joined(separator: "; "))]"
  }

  private var notes: [String] {
    var notes = [position]
    if isCutBySize { notes.append("cut at \(Measure.bytes(Limits.readBytes))") }
    if let next { notes.append(next) }
    if crlfCount > 0 {
      notes.append(crlfCount == total ? "line ends are CRLF" : "\(crlfCount) line ends are CRLF")
    }
    if hasByteOrderMark { notes.append("begins with a byte order mark") }
    notes.append(
      hash.map(FileScan.shown) ?? "too large for a content_hash"
    )
    return notes
  }

  private var position: String {
    guard let total else {
      guard let first = lines.first, let last = lines.last else { return "no such line" }
      return first.number < 0
        ? "the last \(Measure.count(lines.count, "line")), counted from the end"
        : "lines \(first.number)–\(last.number) of a file too large to count"
    }
    guard total > 0 else { return "empty file" }
    guard let first = lines.first(where: { $0.number >= from }), let last = lines.last else {
      return "offset \(from) is behind the end: \(Measure.count(total, "line"))"
    }
    if first.number == 1, last.number == total { return Measure.count(total, "line") }
    return "lines \(first.number)–\(last.number) of \(total)"
  }

  /// The first line asked for; the header of a table may stand before it.
  private var from: Int {
    switch window {
    case .from(let start, _), .table(let start, _): start
    case .last: 1
    }
  }

  /// How to go on; nil where there is nothing more, or no line number to go on with.
  private var next: String? {
    guard let first = lines.first(where: { $0.number >= from })?.number,
      let last = lines.last?.number
    else { return nil }
    if case .last(let count) = window {
      return first > 1 ? "earlier lines with offset=\(max(1, first - count))" : nil
    }
    return last == total ? nil : "go on with offset=\(last + 1)"
  }
}
