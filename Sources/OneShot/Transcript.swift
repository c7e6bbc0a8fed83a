package import Events
import Wire

/// A session as text to read: what was asked, said and done, in order.
package struct Transcript: Sendable {
  /// Lines of a tool's output that are shown, and how many of them are its last ones: what went
  /// wrong stands at the end.
  package static let outputLines = 12
  static let lastLines = 5

  private let style: Style
  private let narration: Narration

  package init(style: Style) {
    self.style = style
    narration = Narration(style: style)
  }

  /// The heading of a session.
  package func heading(_ summary: SessionSummary) -> String {
    let title = summary.title.isEmpty ? "(no title)" : printable(firstLine(of: summary.title))
    let minute = summary.createdAt.rfc3339.prefix(16).replacing("T", with: " ")
    let facts = [
      printableLine(summary.cwd, limit: 4096),
      "\(summary.provider)/\(printable(summary.model))",
      summary.status.rawValue, "\(summary.messages) messages", "since \(minute) UTC",
    ]
    return "\(style.bold(title))\n\(style.dim(summary.id.text))\n"
      + style.dim(facts.joined(separator: " · ")) + "\n"
  }

  /// What one event adds, mostly nothing; ends with a line feed.
  package func text(_ event: Event) -> String {
    switch event.fact {
    case .inputMessage(let fact):
      let lines = printable(fact.message.text).split(
        separator: "\n", omittingEmptySubsequences: false)
      return "\n" + lines.map { style.bold("> \($0)") + "\n" }.joined()
    case .inputWithdrawn: return style.dim("  (taken back)") + "\n"
    case .outputCompleted(let fact):
      let text = printable(fact.message.text)
      let cut = fact.interrupted ? style.dim("… the answer was cut off here") + "\n" : ""
      return (text.isEmpty ? "" : "\n\(text)\(text.hasSuffix("\n") ? "" : "\n")") + cut
    case .toolCompleted(let fact): return result(fact)
    case .sessionRewound(let fact):
      return style.dim("… rewound to event \(fact.toSequence); what is above it no longer counts")
        + "\n"
    case .turnFailed, .turnCancelled, .turnSealed: return ending(event.fact)
    default: return narration.lines(event).map { $0 + "\n" }.joined()
    }
  }

  private func ending(_ fact: Fact) -> String {
    switch fact {
    case .turnFailed(let fact):
      narration.trouble("failed (\(fact.errorCode.rawValue)): \(fact.error)") + "\n"
    case .turnCancelled(let fact): narration.trouble("cancelled: \(fact.reason)") + "\n"
    case .turnSealed(let fact): narration.trouble("closed: \(fact.reason)") + "\n"
    default: ""
    }
  }

  private func result(_ fact: ToolCompleted) -> String {
    let output = fact.result.compactMap(\.text).joined()
    var lines = printable(output).split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let diff = fact.files.compactMap(\.diff).joined(separator: "\n")
    if !diff.isEmpty { return self.diff(diff) + status(fact) }
    let left = lines.count - Self.outputLines
    if left > 0 {
      let first = lines.prefix(Self.outputLines - Self.lastLines)
      lines = first + ["… \(left) lines left out"] + lines.suffix(Self.lastLines)
    }
    return lines.map { style.dim("  │ \($0)") + "\n" }.joined() + status(fact)
  }

  /// How a call ended, where its result does not say so.
  private func status(_ fact: ToolCompleted) -> String {
    let text = fact.result.compactMap(\.text).joined()
    let isPlain = fact.status == .success || fact.exitCode != nil
    if isPlain ? !text.isEmpty : fact.error.map(text.contains) ?? false { return "" }
    let error = fact.error.map { printable(firstLine(of: $0, limit: Narration.lineLimit)) }
    let code = fact.error == nil ? fact.exitCode.map { "exit \($0)" } : nil
    let status = [fact.status.rawValue, code, error].compactMap { $0 }
    return style.dim("  \(status.joined(separator: ": "))") + "\n"
  }

  /// The changed lines of a unified diff, with its places.
  private func diff(_ text: String) -> String {
    let changes = printable(text).split(separator: "\n").filter { line in
      !line.hasPrefix("---") && !line.hasPrefix("+++") && "-+@".contains(line.first ?? " ")
    }
    return changes.prefix(Self.outputLines * 2).map { line in
      let text = "  │ \(line)"
      return
        (line.first == "+"
        ? style.green(text) : line.first == "-" ? style.red(text) : style.dim(text)) + "\n"
    }.joined()
  }
}
