import Testing

@testable import Tools

/// Width and height from the first bytes.
struct ImageHeaderTests {
  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  static let png =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + text("IHDR")
    + [0, 0, 1, 0x2C, 0, 0, 0, 0xC8, 8, 2, 0, 0, 0]
  static let gif = text("GIF89a") + [0x40, 0x01, 0xF0, 0x00, 0, 0, 0]
  /// With an application segment, a fill byte and a progressive frame.
  static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 6, 1, 2, 3, 4, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0x01, 0xE0, 0x02, 0x80]
    + [3, 1, 0x22]
  static let lossy =
    text("RIFF") + [0, 0, 0, 0] + text("WEBPVP8 ") + [0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A]
    + [0x80, 0x02, 0xE0, 0x01]
  /// 640 × 480, each less one, in 14 bits each.
  static let lossless =
    text("RIFF") + [0, 0, 0, 0] + text("WEBPVP8L") + [0, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0x00]
  static let extended =
    text("RIFF") + [0, 0, 0, 0] + text("WEBPVP8X") + [10, 0, 0, 0, 0, 0, 0, 0]
    + [0x7F, 0x02, 0x00, 0xDF, 0x01, 0x00]

  @Test(arguments: [
    (png, ImageHeader(mediaType: "image/png", width: 300, height: 200)),
    (gif, ImageHeader(mediaType: "image/gif", width: 320, height: 240)),
    (jpeg, ImageHeader(mediaType: "image/jpeg", width: 640, height: 480)),
    (lossy, ImageHeader(mediaType: "image/webp", width: 640, height: 480)),
    (lossless, ImageHeader(mediaType: "image/webp", width: 640, height: 480)),
    (extended, ImageHeader(mediaType: "image/webp", width: 640, height: 480)),
  ])
  func `the four formats`(bytes: [UInt8], header: ImageHeader) {
    #expect(ImageHeader(bytes) == header)
    // However it is cut short, it is read whole or not at all.
    for length in 0..<bytes.count {
      let cut = ImageHeader(Array(bytes.prefix(length)))
      #expect(cut == nil || cut == header)
    }
  }

  @Test(arguments: [
    [], text("plain text"), text("RIFF....WAVE"), [0xFF, 0xD8, 0xFF, 0xDA, 0, 0, 0, 0, 0, 0, 0, 0],
    text("GIF89a") + [0, 0, 0, 0],
  ])
  func `nothing else`(bytes: [UInt8]) { #expect(ImageHeader(bytes) == nil) }
}
