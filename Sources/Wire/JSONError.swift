/// Why and where a text is not JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Bytes before the place.
  public let offset: Int
  /// The line of the place, from 1; only line feeds separate lines.
  public let line: Int
  /// The column of the place in Unicode scalars, from 1.
  public let column: Int
  /// What was expected or wrong.
  public let message: String

  /// Makes an error at a known place.
  public init(offset: Int, line: Int, column: Int, message: String) {
    self.offset = offset
    self.line = line
    self.column = column
    self.message = message
  }

  /// Makes an error at `offset` in `bytes`, whose line and column it works out.
  init(_ message: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(offset: offset, line: line, column: column, message: message)
  }

  public var description: String { "invalid JSON at line \(line), column \(column): \(message)" }
}
