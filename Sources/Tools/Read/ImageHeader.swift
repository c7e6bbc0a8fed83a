/// What an image says of itself in its first bytes: PNG, JPEG, GIF and WebP.
struct ImageHeader: Equatable {
  var mediaType: String
  var width: Int
  var height: Int

  /// Reads the header; nil if this is none of the four or its size cannot be read.
  init?(_ bytes: [UInt8]) {
    let size: (Int, Int)?
    switch Self.mediaType(bytes) {
    case "image/png"?:
      // RFC 2083: signature, then the IHDR chunk, big-endian.
      size =
        Self.matches(bytes, 12, "IHDR") ? (Self.big(bytes, 16, 4), Self.big(bytes, 20, 4)) : nil
    case "image/gif"?: size = (Self.little(bytes, 6, 2), Self.little(bytes, 8, 2))
    case "image/jpeg"?: size = Self.jpegSize(bytes)
    case "image/webp"?: size = Self.webpSize(bytes)
    default: return nil
    }
    guard let (width, height) = size, width > 0, height > 0,
      let mediaType = Self.mediaType(bytes)
    else { return nil }
    self.init(mediaType: mediaType, width: width, height: height)
  }

  /// A header with these values.
  init(mediaType: String, width: Int, height: Int) {
    self.mediaType = mediaType
    self.width = width
    self.height = height
  }

  /// The kind of image that bytes begin; nil if it is none of the four.
  static func mediaType(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if matches(bytes, 0, "GIF87a") || matches(bytes, 0, "GIF89a") { return "image/gif" }
    if matches(bytes, 0, "RIFF"), matches(bytes, 8, "WEBP") { return "image/webp" }
    return nil
  }

  /// The frame header of a JPEG (ITU T.81, B.2.2), behind any number of other segments.
  private static func jpegSize(_ bytes: [UInt8]) -> (Int, Int)? {
    var at = 2
    while at + 9 <= bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      switch marker {
      case 0xFF: at += 1  // Fill byte.
      case 0x01, 0xD0...0xD7: at += 2
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        return (big(bytes, at + 7, 2), big(bytes, at + 5, 2))
      case 0xD9, 0xDA: return nil
      default: at += 2 + max(2, big(bytes, at + 2, 2))
      }
    }
    return nil
  }

  /// The three forms of a WebP: lossy (RFC 6386, 9.1), lossless and extended (RFC 9649).
  private static func webpSize(_ bytes: [UInt8]) -> (Int, Int)? {
    if matches(bytes, 12, "VP8 ") {
      guard bytes.count >= 30, bytes[23...25].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
      return (little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
    }
    if matches(bytes, 12, "VP8L") {
      guard bytes.count >= 25, bytes[20] == 0x2F else { return nil }
      let bits = little(bytes, 21, 4)
      return ((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
    }
    guard matches(bytes, 12, "VP8X"), bytes.count >= 30 else { return nil }
    return (little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
  }

  private static func matches(_ bytes: [UInt8], _ offset: Int, _ text: String) -> Bool {
    bytes.dropFirst(offset).starts(with: text.utf8)
  }

  /// An unsigned number; 0 where the bytes end before it.
  private static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset + count <= bytes.count else { return 0 }
    return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset + count <= bytes.count else { return 0 }
    return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
