/// A text that is searched for places to edit.
struct EditSearch {
  /// A place that an edit replaces.
  struct Match: Equatable {
    var range: Range<Int>
    /// How the new lines are indented, where the old ones were not found byte by byte.
    var indent: IndentChange = .unchanged
  }

  let text: [UInt8]
  let table: LineTable

  /// Finds the lines of `text`.
  init(_ text: [UInt8]) {
    self.text = text
    table = LineTable(text)
  }

  /// The places of `old` byte for byte, whichever way its lines end; they may overlap.
  func exact(_ old: [UInt8]) -> [Match] {
    var variants = [old]
    for ending in [LineTable.Ending.lf, .crlf] {
      let variant = LineTable.convert(old, to: ending)
      if !variants.contains(variant) { variants.append(variant) }
    }
    return variants.flatMap { variant in
      ByteSearch.occurrences(of: variant, in: text)
        // A line end is found whole or not at all.
        .filter { !(text[$0] == 0x0A && $0 > 0 && text[$0 - 1] == 0x0D) }
        .map { Match(range: $0..<$0 + variant.count) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The places where whole lines agree with those of `old` but for the white space around them.
  func tolerant(_ old: [UInt8]) -> [Match] {
    let oldTable = LineTable(old)
    let wanted = oldTable.lines.map { Self.trimmed(old[$0.content]) }
    guard let anchor = wanted.firstIndex(where: { !$0.isEmpty }), wanted.count <= table.lines.count
    else { return [] }
    let present = table.lines.map { Self.trimmed(text[$0.content]) }
    var matches: [Match] = []
    for start in 0...(present.count - wanted.count)
    where present[start + anchor] == wanted[anchor]
      && present[start..<start + wanted.count].elementsEqual(wanted)
    {
      let lines = table.lines[start..<start + wanted.count]
      let pairs = zip(oldTable.lines, lines).compactMap { (oldLine, line) in
        Self.trimmed(text[line.content]).isEmpty
          ? nil : (Self.indent(old[oldLine.content]), Self.indent(text[line.content]))
      }
      guard let first = lines.first, let last = lines.last else { continue }
      let end = oldTable.lines.last?.ending == LineTable.Ending.none ? last.contentEnd : last.end
      matches.append(Match(range: first.start..<end, indent: IndentChange(pairs)))
    }
    return matches
  }

  /// The text with the matches replaced, from the first on, leaving out those that overlap it.
  func replace(_ matches: [Match], by edit: TextEdit) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for match in matches where match.range.lowerBound >= position {
      result += text[position..<match.range.lowerBound]
      let new = match.indent.applied(to: edit.newText)
      result += LineTable.convert(new, to: table.ending(at: match.range.lowerBound))
      position = match.range.upperBound
      // The old text ended with a line end that the file does not have here.
      if edit.oldText.last == 0x0A, position == text.count, text.last != 0x0A,
        result.last == 0x0A
      {
        result.removeLast()
        if result.last == 0x0D { result.removeLast() }
      }
    }
    return result + text[position...]
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// A line without the white space around it.
  static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop(while: isBlank)
    while let last = line.last, isBlank(last) { line.removeLast() }
    return line
  }

  /// The white space at the start of a line.
  static func indent(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.prefix(while: isBlank)
  }
}
