/// Words by which a line of a build or test log is taken for an error.
enum ErrorWords {
  static let words = [
    "error", "exception", "fail", "fatal", "panic", "assert", "abort", "traceback", "undefined",
    "segmentation", "denied",
  ]

  private static let byFirstLetter: [[[UInt8]]] = {
    var table = [[[UInt8]]](repeating: [], count: 26)
    for word in words {
      let letters = Array(word.utf8)
      table[Int(letters[0] - 0x61)].append(letters)
    }
    return table
  }()

  /// Whether one of the words appears, in whatever case, also within a longer word.
  static func appear(in line: [UInt8]) -> Bool {
    for index in line.indices {
      let letter = line[index] | 0x20
      guard letter >= 0x61, letter <= 0x7A else { continue }
      for word in byFirstLetter[Int(letter - 0x61)]
      where word.count <= line.count - index
        && zip(word, line[index...]).allSatisfy({ $0 == $1 | 0x20 })
      {
        return true
      }
    }
    return false
  }
}
