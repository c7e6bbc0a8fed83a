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

  /// The line of a request that will be made again, with the error it met.
  func retry(_ fact: RetryScheduled, at time: Timestamp, after error: String?) -> String {
    let wait = seconds(fact.until.duration(since: time))
    let reason = error.map { "\(cut($0)); " } ?? ""
    return style.dim(
      "… \(fact.errorCode.rawValue): \(reason)attempt \(fact.attempt) of \(fact.of) in \(wait)")
  }

  /// How a call ended, nil where it succeeded; `call` names it where its own line is not the
  /// one above.
  func outcome(_ fact: ToolCompleted, of call: String? = nil) -> String? {
    switch fact.status {
    case .success: return nil
    case .error, .timeout, .cancelled, .interrupted, .denied:
      let words = fact.error.map { cut($0) } ?? fact.exitCode.map { "exit \($0)" }
      let parts = [call.map { cut($0) }, fact.status.rawValue, words].compactMap { $0 }
      return style.dim("  \(parts.joined(separator: ": "))")
    }
  }

  private func cut(_ text: String) -> String {
    printable(firstLine(of: text, limit: Self.lineLimit))
  }
}
