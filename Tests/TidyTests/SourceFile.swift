/// One file as it stands, and as code alone.
struct SourceFile: Sendable {
  /// Relative to the root of the repository.
  let path: String
  /// The lines as they stand, without their ends.
  let lines: [String]
  /// The lines with comments and the contents of strings blanked; meaningful for Swift.
  let code: [String]

  var text: String { lines.joined(separator: "\n") }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    lines = Self.lines(of: bytes)
    code = path.hasSuffix(".swift") ? Self.lines(of: CodeMask(bytes).masked) : lines
  }

  init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// A place as compilers and editors write it; `line` counts from 0 here and from 1 there.
  func place(_ line: Int) -> String { "\(path):\(line + 1)" }

  private static func lines(of bytes: [UInt8]) -> [String] {
    var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if parts.last?.isEmpty == true { parts.removeLast() }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Blanks what is not code in Swift source: comments and strings, interpolations included.
struct CodeMask {
  private(set) var masked: [UInt8]
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    masked = bytes
    var index = 0
    while index < bytes.count {
      let end = endOfBlank(at: index)
      if end > index { blank(index..<end) }
      index = max(end, index + 1)
    }
  }

  private mutating func blank(_ range: Range<Int>) {
    for index in range where bytes[index] != UInt8(ascii: "\n") { masked[index] = 0x20 }
  }

  private func has(_ text: StaticString, at index: Int) -> Bool {
    text.withUTF8Buffer { bytes[min(index, bytes.count)...].starts(with: $0) }
  }

  /// Where the comment or string that starts at an index ends; the index where none does.
  private func endOfBlank(at index: Int) -> Int {
    if has("//", at: index) {
      return bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
    if has("/*", at: index) { return endOfComment(at: index) }
    let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
    return has("\"", at: index + hashes) ? endOfString(at: index + hashes, hashes) : index
  }

  private func endOfComment(at start: Int) -> Int {
    var index = start
    var depth = 0
    while index < bytes.count {
      if has("/*", at: index) {
        (depth, index) = (depth + 1, index + 2)
      } else if has("*/", at: index) {
        (depth, index) = (depth - 1, index + 2)
        if depth == 0 { return index }
      } else {
        index += 1
      }
    }
    return index
  }

  private func endOfString(at start: Int, _ hashes: Int) -> Int {
    let hash = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    let quotes = has("\"\"\"", at: start) ? 3 : 1
    let closing = [UInt8](repeating: UInt8(ascii: "\""), count: quotes) + hash
    let escape = [UInt8(ascii: "\\")] + hash
    var index = start + quotes
    while index < bytes.count {
      if bytes[index...].starts(with: closing) { return index + closing.count }
      if quotes == 1, bytes[index] == UInt8(ascii: "\n") { return index }
      if bytes[index...].starts(with: escape) {
        index += escape.count
        index = has("(", at: index) ? endOfInterpolation(at: index) : index + 1
      } else {
        index += 1
      }
    }
    return index
  }

  private func endOfInterpolation(at start: Int) -> Int {
    var index = start
    var depth = 0
    while index < bytes.count {
      let end = endOfBlank(at: index)
      if end > index {
        index = end
        continue
      }
      if has("(", at: index) { depth += 1 }
      if has(")", at: index) { depth -= 1 }
      index += 1
      if depth == 0 { return index }
    }
    return index
  }
}
