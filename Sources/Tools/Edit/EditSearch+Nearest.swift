import Events

/// What is said when a text to replace was not found, or found too often.
extension EditSearch {
  /// What agreement leaves out of account.
  enum Ignoring { case nothing, whiteSpace }

  /// The least likeness of a place worth showing.
  private static let threshold = 0.4
  /// Shorter lines, such as `}`, are everywhere and say nothing about a place.
  private static let tellingBytes = 3

  /// The failure that names the lines of several matches.
  func ambiguous(_ matches: [Match], name: String, ignoring: Ignoring) -> ToolError {
    let shown = matches.prefix(Limits.ambiguousPlaces)
      .map { String(table.index(at: $0.range.lowerBound) + 1) }.joined(separator: ", ")
    let more = matches.count > Limits.ambiguousPlaces ? ", …" : ""
    let found = "was found \(matches.count) times, at lines \(shown)\(more)"
    return switch ignoring {
    case .nothing:
      ToolError(
        .ambiguous,
        "\(name) \(found): add lines around it until it is unique, or set replace_all")
    case .whiteSpace:
      ToolError(
        .ambiguous,
        "\(name) was not found exactly; ignoring white space it \(found): copy the lines exactly")
    }
  }

  /// The failure that shows the places most like `old`.
  func notFound(_ old: [UInt8], name: String) -> ToolError {
    var message = "\(name) was not found"
    if Self.hasLineNumbers(old) {
      message += "; it holds line numbers as read_file shows them (`12→`): leave them out"
    }
    let places = nearest(to: old)
    guard !places.isEmpty else {
      return ToolError(
        .noMatch, message + ", and nothing like it either: read the file again")
    }
    let length = min(LineTable(old).lines.count, Limits.nearestLines)
    let excerpts = places.map { start in
      table.lines[start..<min(start + length, table.lines.count)].enumerated().map { offset, line in
        let content = text[line.content]
        let end = UTF8Boundary.cut(content, at: content.startIndex + Limits.nearestLineBytes)
        let cut = end < content.endIndex ? "…" : ""
        return "\(start + offset + 1)→\(String(decoding: content[..<end], as: UTF8.self))\(cut)"
      }.joined(separator: "\n")
    }
    return ToolError(
      .noMatch,
      message + ". Nearest places:\n\n" + excerpts.joined(separator: "\n\n")
        + "\n\nCopy the text to replace exactly from the file.")
  }

  /// The indices of the lines where the places most like `old` begin, the most like first.
  func nearest(to old: [UInt8]) -> [Int] {
    let wanted = LineTable(old).lines.map { Self.trimmed(old[$0.content]) }
    guard let anchor = wanted.indices.max(by: { wanted[$0].count < wanted[$1].count }),
      !wanted[anchor].isEmpty
    else { return [] }
    var positions: [ArraySlice<UInt8>: [Int]] = [:]
    for (index, line) in wanted.enumerated() where line.count >= Self.tellingBytes {
      positions[line, default: []].append(index)
    }
    // A place gains one for every line that agrees, and the likeness of the longest one.
    var scores: [Int: Double] = [:]
    var similarity = Similarity(to: wanted[anchor])
    for (index, line) in table.lines.enumerated() {
      let present = Self.trimmed(text[line.content])
      for position in positions[present] ?? [] where index >= position {
        scores[index - position, default: 0] += 1
      }
      let likeness = similarity.score(present)
      if likeness >= Self.threshold { scores[max(0, index - anchor), default: 0] += likeness }
    }
    let ranked = scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    var places: [Int] = []
    for (start, _) in ranked where places.count < Limits.nearestPlaces {
      if places.allSatisfy({ abs($0 - start) > wanted.count / 2 }) { places.append(start) }
    }
    return places
  }

  /// Whether every line begins with a number and an arrow.
  private static func hasLineNumbers(_ old: [UInt8]) -> Bool {
    let lines = LineTable(old).lines.map { old[$0.content] }.filter { !$0.isEmpty }
    return !lines.isEmpty
      && lines.allSatisfy { line in
        let digits = trimmed(line).prefix { (0x30...0x39).contains($0) }
        return !digits.isEmpty && trimmed(line).dropFirst(digits.count).starts(with: "→".utf8)
      }
  }
}
