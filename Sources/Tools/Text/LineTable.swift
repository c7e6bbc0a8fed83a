/// Where the lines of a text are.
///
/// A line ends with LF or CR LF, which belongs to it; what follows the last line end is a line if
/// it is not empty.
struct LineTable: Sendable {
  /// What ends a line.
  enum Ending: Sendable, Equatable {
    case lf, crlf
    /// The last line, at the end of the text.
    case none
  }

  /// One line, by offsets into the text.
  struct Line: Sendable, Equatable {
    var start: Int
    /// The end of the content, before the line end.
    var contentEnd: Int
    /// The start of the next line.
    var end: Int

    var content: Range<Int> { start..<contentEnd }
    var ending: Ending {
      switch end - contentEnd {
      case 0: .none
      case 1: .lf
      default: .crlf
      }
    }
  }

  let lines: [Line]

  /// Finds the lines of `text`.
  init(_ text: some RandomAccessCollection<UInt8>) {
    var lines: [Line] = []
    var (start, position) = (0, 0)
    var previous: UInt8 = 0
    for byte in text {
      position += 1
      if byte == 0x0A {
        let content = previous == 0x0D && position - 2 >= start ? position - 2 : position - 1
        lines.append(Line(start: start, contentEnd: content, end: position))
        start = position
      }
      previous = byte
    }
    if start < position { lines.append(Line(start: start, contentEnd: position, end: position)) }
    self.lines = lines
  }

  /// The index of the line that holds `offset`; an offset at the end belongs to the last line.
  func index(at offset: Int) -> Int {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return max(0, min(low, lines.count - 1))
  }

  /// The line end that text put at `offset` gets: that of its line, or of the line before the last.
  func ending(at offset: Int) -> Ending {
    guard !lines.isEmpty else { return .none }
    let index = index(at: offset)
    let own = lines[index].ending
    return own == .none && index > 0 ? lines[index - 1].ending : own
  }

  /// `text` with every line end as `ending` says; `.none` leaves it as it is.
  static func convert(_ text: [UInt8], to ending: Ending) -> [UInt8] {
    guard ending != .none, text.contains(0x0A) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for byte in text {
      if byte == 0x0A {
        if result.last == 0x0D { result.removeLast() }
        if ending == .crlf { result.append(0x0D) }
      }
      result.append(byte)
    }
    return result
  }
}
