package import Events
import Wire

/// What a run says about itself, for people: a function from one event to lines.
package struct Narration: Sendable {
  /// Characters of an error or a command that are shown.
  package static let lineLimit = 200

  package let style: Style

  package init(style: Style) { self.style = style }

  /// The lines of one event, mostly none; printable and without a line feed at the end.
  package func lines(_ event: Event) -> [String] {
    switch event.fact {
    case .sessionResumed(let fact):
      let found = fact.found.isEmpty ? "" : fact.found.joined(separator: "; ") + " → "
      return [style.cyan("↻ resumed: \(printable(found + fact.action))")]
    case .toolStarted(let fact):
      let again = fact.attempt > 1 ? " (attempt \(fact.attempt))" : ""
      return [style.dim("• \(cut(fact.narration))\(again)")]
    case .toolCompleted(let fact): return outcome(fact).map { [$0] } ?? []
    case .outputCompleted(let fact) where fact.interrupted:
      return [style.dim("… the answer was cut off here")]
    case .reasonCompleted(let fact) where !fact.success:
      return fact.error.map { [trouble(cut($0))] } ?? []
    case .retryScheduled(let fact):
      let wait = seconds(fact.until.duration(since: event.time))
      return [
        style.dim(
          "… \(fact.errorCode.rawValue): attempt \(fact.attempt) of \(fact.of) in \(wait)")
      ]
    case .transcriptRepaired(let fact):
      return [style.dim("… \(fact.toolName): \(cut(fact.action))")]
    case .noticeRaised(let fact):
      let text = printable(fact.text)
      return [fact.level == .info ? text : trouble(text)]
    default: return []
    }
  }

  /// A line that something went wrong.
  package func trouble(_ text: String) -> String { style.red("! \(printable(text))") }

  private func outcome(_ fact: ToolCompleted) -> String? {
    switch fact.status {
    case .success: return nil
    case .error, .timeout, .cancelled, .interrupted, .denied:
      let words = fact.error.map { cut($0) } ?? fact.exitCode.map { "exit \($0)" }
      return style.dim("  \(fact.status.rawValue)\(words.map { ": \($0)" } ?? "")")
    }
  }

  private func cut(_ text: String) -> String {
    printable(firstLine(of: text, limit: Self.lineLimit))
  }
}
