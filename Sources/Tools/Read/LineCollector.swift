import Events

/// Picks lines out of a file that passes by in pieces, and counts the rest.
///
/// Holds at most the lines it shows, each cut at `Limits.readLineBytes`.
struct LineCollector {
  /// Which lines are wanted.
  enum Window: Equatable {
    /// So many from the one with this number on, counted from 1.
    case from(Int, count: Int)
    /// As `from`, with the first line before them.
    case table(from: Int, count: Int)
    case last(Int)
  }

  /// One line that is shown.
  struct Line: Equatable {
    var number: Int
    var bytes: [UInt8]
    /// How many bytes are cut off at its end.
    var cut = 0

    /// What it takes to show it: number, arrow and line end included.
    var cost: Int { bytes.count + String(number).utf8.count + 4 + (cut > 0 ? 40 : 0) }
  }

  let window: Window
  private(set) var lines: [Line] = []
  /// How many lines there were so far; the open one counts once it has a byte.
  private(set) var total = 0
  private(set) var crlfCount = 0
  /// Whether lines of the window were left out for `Limits.readBytes`.
  private(set) var isCutBySize = false
  private var cost = 0
  private var isInLine = false
  private var open = Line(number: 0, bytes: [])
  /// Whether the last byte was a CR, which may belong to a line end.
  private var hasReturn = false
  private var first = 0

  /// Starts at the beginning of a file.
  init(_ window: Window) { self.window = window }

  /// Whether no further line can be shown.
  var isComplete: Bool {
    switch window {
    case .from(let from, let count), .table(let from, let count):
      isCutBySize || total >= from + count
    case .last: false
    }
  }

  /// Takes the next bytes.
  mutating func feed(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      if !isInLine {
        isInLine = true
        total += 1
        open = Line(number: total, bytes: [])
      }
      let end = rest.firstIndex(of: 0x0A)
      extend(rest[..<(end ?? rest.endIndex)])
      guard let end else { return }
      if hasReturn { crlfCount += 1 }
      endLine(returnIsPart: false)
      rest = rest[(end + 1)...]
    }
  }

  /// Ends a last line that has no line end.
  mutating func finish() {
    if isInLine { endLine(returnIsPart: true) }
    if first > 0 { lines.removeFirst(first) }
    first = 0
  }

  private func wants(_ number: Int) -> Bool {
    switch window {
    case .from(let from, let count): number >= from && number < from + count
    case .table(let from, let count):
      number == 1 || number >= from && number < from + count
    case .last: true
    }
  }

  private mutating func extend(_ part: ArraySlice<UInt8>) {
    guard let last = part.last else { return }
    let returned = hasReturn
    hasReturn = last == 0x0D
    guard wants(open.number) else { return }
    if returned { store([0x0D]) }
    store(hasReturn ? part.dropLast() : part)
  }

  private mutating func store(_ part: ArraySlice<UInt8>) {
    let room = max(0, Limits.readLineBytes - open.bytes.count)
    open.bytes += part.prefix(room)
    open.cut += max(0, part.count - room)
  }

  private mutating func endLine(returnIsPart: Bool) {
    if hasReturn, returnIsPart { store([0x0D]) }
    (isInLine, hasReturn) = (false, false)
    guard wants(open.number), !isCutBySize || isLast else { return }
    if open.cut > 0 {
      // Between characters.
      let kept = open.bytes.dropLast(Self.openTail(open.bytes))
      open.cut += open.bytes.count - kept.count
      open.bytes = Array(kept)
    }
    lines.append(open)
    cost += open.cost
    switch window {
    case .last(let count):
      while lines.count - first > count || cost > Limits.readBytes {
        if lines.count - first <= count { isCutBySize = true }
        cost -= lines[first].cost
        first += 1
      }
      if first > 4096 {
        lines.removeFirst(first)
        first = 0
      }
    case .from, .table:
      guard cost > Limits.readBytes, lines.count > 1 else { return }
      lines.removeLast()
      isCutBySize = true
    }
  }

  private var isLast: Bool { if case .last = window { true } else { false } }

  /// How many bytes at the end begin a character that was cut.
  private static func openTail(_ bytes: [UInt8]) -> Int {
    for length in 1...4 where length <= bytes.count {
      let byte = bytes[bytes.count - length]
      if byte & 0xC0 == 0x80 { continue }
      let whole = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return whole > length ? length : 0
    }
    return 0
  }
}
