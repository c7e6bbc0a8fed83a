/// How the indentation in a file differs from that in a text the model wrote.
enum IndentChange: Equatable {
  case unchanged
  /// Every line has this before what it had.
  case added([UInt8])
  /// Every line lacks this at its start.
  case removed([UInt8])
  /// Other white space: what the model wrote, and what the file has for it.
  case mapped([[UInt8]: [UInt8]])

  /// Finds the change from pairs of indentations, as written and as in the file.
  ///
  /// Where one and the same as written stands for several in the file, nothing follows from them,
  /// and what the model puts in is left as it wrote it.
  init(_ pairs: [(written: ArraySlice<UInt8>, present: ArraySlice<UInt8>)]) {
    guard let first = pairs.first, pairs.contains(where: { $0.written != $0.present }) else {
      self = .unchanged
      return
    }
    let (present, written) = (first.present.count, first.written.count)
    if present > written {
      let added = first.present.dropLast(written)
      if pairs.allSatisfy({ $0.present.elementsEqual(added + $0.written) }) {
        self = .added(Array(added))
        return
      }
    } else if present < written {
      let removed = first.written.dropLast(present)
      if pairs.allSatisfy({ $0.written.elementsEqual(removed + $0.present) }) {
        self = .removed(Array(removed))
        return
      }
    }
    var map: [[UInt8]: [UInt8]] = [:]
    for (written, present) in pairs {
      let known = map.updateValue(Array(present), forKey: Array(written))
      guard known == nil || known == Array(present) else {
        self = .unchanged
        return
      }
    }
    self = .mapped(map)
  }

  /// `text` with the change made in every line that is not blank.
  func applied(to text: [UInt8]) -> [UInt8] {
    guard self != .unchanged else { return text }
    var result: [UInt8] = []
    for line in LineTable(text).lines {
      let content = text[line.content]
      let indent = EditSearch.indent(content)
      if indent.count == content.count {
        result += content
      } else {
        result += changed(indent)
        result += content[indent.endIndex...]
      }
      result += text[line.contentEnd..<line.end]
    }
    return result
  }

  private func changed(_ indent: ArraySlice<UInt8>) -> [UInt8] {
    switch self {
    case .unchanged: return Array(indent)
    case .added(let added): return added + indent
    case .removed(let removed):
      return Array(indent.starts(with: removed) ? indent.dropFirst(removed.count) : indent)
    case .mapped(let map):
      // The longest known beginning; deeper lines keep what they have beyond it.
      for length in stride(from: indent.count, through: 0, by: -1) {
        if let present = map[Array(indent.prefix(length))] {
          return present + indent.dropFirst(length)
        }
      }
      return Array(indent)
    }
  }
}
