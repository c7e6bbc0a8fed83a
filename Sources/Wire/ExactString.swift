/// A string compared byte by byte: `String` alone takes "é" and "e\u{301}" for equal.
struct ExactString: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactString, right: ExactString) -> Bool { same(left.text, right.text) }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// Whether both have the same bytes.
  static func same(_ left: String, _ right: String) -> Bool {
    // The first comparison is quick to refuse, but also accepts canonical equivalents.
    left == right && left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
  }
}
