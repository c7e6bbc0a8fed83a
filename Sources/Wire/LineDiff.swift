/// Which lines to remove and to add to make one text of another.
///
/// Finds a smallest set of changes (Myers, "An O(ND) Difference Algorithm and Its Variations",
/// 1986, in its linear-space form). Where more than `costLimit` removed and added lines come
/// together, a set that need not be the smallest, so that time stays within about `costLimit` ×
/// lines even for texts that have nothing in common.
public struct LineDiff: Sendable {
  /// Lines that take the place of others; one of the two ranges may be empty, not both.
  public struct Change: Sendable, Hashable {
    /// The indices of the removed lines in `old`.
    public let old: Range<Int>
    /// The indices of the added lines in `new`.
    public let new: Range<Int>

    /// Makes a change.
    public init(old: Range<Int>, new: Range<Int>) {
      self.old = old
      self.new = new
    }
  }

  /// The most edits on the way to a middle point that are tried before a good one is taken.
  public static let costLimit = 512

  /// The lines of the old text with their ends; only LF ends a line, and the last may lack it.
  public let old: [String]
  /// The lines of the new text, likewise.
  public let new: [String]
  /// What changed, in order; between two changes there is at least one common line.
  public let changes: [Change]

  /// Compares two texts, line by line and byte by byte.
  public init(old: String, new: String) {
    self.old = Self.lines(of: old)
    self.new = Self.lines(of: new)
    var numbers: [ExactString: Int32] = [:]
    func number(_ line: String) -> Int32 {
      let key = ExactString(line)
      if let known = numbers[key] { return known }
      let next = Int32(numbers.count)
      numbers[key] = next
      return next
    }
    changes = LineDiffSearch.changes(old: self.old.map(number), new: self.new.map(number))
  }

  /// How many lines are removed.
  public var removedCount: Int { changes.reduce(0) { $0 + $1.old.count } }
  /// How many lines are added.
  public var addedCount: Int { changes.reduce(0) { $0 + $1.new.count } }

  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var rest = text.utf8[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let next = rest.index(after: end)
      lines.append(String(decoding: rest[..<next], as: UTF8.self))
      rest = rest[next...]
    }
    if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
    return lines
  }
}
