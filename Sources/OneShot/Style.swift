/// How lines for people look.
package enum Style: Sendable, Equatable {
  case plain
  case color

  package func dim(_ text: String) -> String { wrap(text, "2") }
  package func bold(_ text: String) -> String { wrap(text, "1") }
  package func red(_ text: String) -> String { wrap(text, "31") }
  package func green(_ text: String) -> String { wrap(text, "32") }
  package func cyan(_ text: String) -> String { wrap(text, "36") }

  /// SGR of ECMA-48.
  private func wrap(_ text: String, _ code: String) -> String {
    self == .color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// The text with every control character but line feed and tab made visible, so that neither a
/// model nor a file can send commands to a terminal.
package func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if !isControl(scalar) {
      result.append(scalar)
    } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
      result.append(picture)
    } else {
      result.append("\u{FFFD}")
    }
  }
  return String(result)
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A: false
  case 0..<0x20, 0x7F..<0xA0: true
  // Marks that change the direction of the text around them.
  case 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// A text in one line: what would end the line is made visible too.
func printableLine(_ text: String, limit: Int) -> String {
  let line = text.map { $0.isNewline ? "␤" : $0 == "\t" ? " " : $0 }
  return printable(line.count <= limit ? String(line) : String(line.prefix(limit - 1)) + "…")
}

/// The first line of a text, cut to what fits into a line with others.
func firstLine(of text: String, limit: Int = 80) -> String {
  let line = text.split(separator: "\n").first.map(String.init) ?? ""
  return line.count <= limit ? line : line.prefix(limit - 1) + "…"
}

/// A duration for people, in seconds with one decimal.
package func seconds(_ duration: Duration) -> String {
  let (whole, rest) = duration.components
  let tenths = max(
    0, Int(whole) * 10 + Int((rest + 50_000_000_000_000_000) / 100_000_000_000_000_000))
  return "\(tenths / 10).\(tenths % 10) s"
}
