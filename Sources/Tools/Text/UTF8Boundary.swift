/// Cutting UTF-8 between characters.
enum UTF8Boundary {
  /// The largest index not above `limit` at which `bytes` can be cut without splitting a scalar.
  ///
  /// In bytes that are not UTF-8 it is at most three below `limit`.
  static func cut(_ bytes: ArraySlice<UInt8>, at limit: Int) -> Int {
    guard limit < bytes.endIndex else { return bytes.endIndex }
    var index = limit
    while index > bytes.startIndex, limit - index < 3, bytes[index] & 0xC0 == 0x80 { index -= 1 }
    return bytes[index] & 0xC0 == 0x80 ? limit : index
  }
}
