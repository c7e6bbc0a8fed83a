import Events
import Testing

@testable import Tools

/// `TextEdits` against a model of it, over every small text.
struct TextEditsModelTests {
  /// Every text of up to `length` of these three characters.
  private func texts(_ length: Int) -> [String] {
    var all = [""]
    var longest = [""]
    for _ in 0..<length {
      longest = longest.flatMap { text in ["a", "b", "\n"].map { text + $0 } }
      all += longest
    }
    return all
  }

  /// What an exact edit of a text with LF line ends comes to: nil where it is refused.
  private func model(_ text: String, _ old: String, _ new: String) -> String? {
    let (bytes, pattern) = (Array(text.utf8), Array(old.utf8))
    guard !old.isEmpty, old != new, pattern.count <= bytes.count else { return nil }
    let places = (0...(bytes.count - pattern.count)).filter {
      bytes[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
    guard places.count == 1, let place = places.first else { return nil }
    let plain =
      Array(bytes[..<place]) + Array(new.utf8) + Array(bytes[(place + pattern.count)...])
    var kept = plain
    if !plain.isEmpty, text.hasSuffix("\n"), plain.last != 0x0A { kept.append(0x0A) }
    if !text.hasSuffix("\n"), plain.last == 0x0A { kept.removeLast() }
    let result = kept == bytes ? plain : kept
    return result == bytes ? nil : String(decoding: result, as: UTF8.self)
  }

  private func apply(_ text: String, _ old: String, _ new: String) -> String? {
    do {
      let result = try TextEdits.apply(
        [TextEdit(old, new)], to: Array(text.utf8), matching: .exact)
      return String(decoding: result, as: UTF8.self)
    } catch { return nil }
  }

  private func crlf(_ text: String) -> String {
    text.unicodeScalars.map { $0 == "\n" ? "\r\n" : String($0) }.joined()
  }

  @Test(arguments: ["", "c", "c\n", "\nc"])
  func `every exact edit of every small text agrees`(new: String) {
    var made = 0
    for text in texts(4) {
      for old in texts(2) {
        let expected = model(text, old, new)
        made += expected == nil ? 0 : 1
        #expect(apply(text, old, new) == expected, "\(text) \(old) \(new)")
        // The same with CRLF, whichever way the model writes its line ends. Texts without any line
        // end have none to keep.
        guard text.contains("\n") else { continue }
        let ends = expected.map(crlf)
        #expect(bytes(apply(crlf(text), old, new)) == bytes(ends), "\(text) \(old) \(new)")
        #expect(bytes(apply(crlf(text), crlf(old), crlf(new))) == bytes(ends))
      }
    }
    #expect(made > 100)
  }

  /// Bytes, since Swift takes CR LF for one character.
  private func bytes(_ text: String?) -> [UInt8]? { text.map { Array($0.utf8) } }
}
