package import Events
package import Wire

/// Sessions as a list.
package enum SessionList {
  /// The form of `yolo sessions list --json`.
  package static func json(_ sessions: [SessionSummary]) -> JSON { .array(sessions.map(\.json)) }

  /// One line a session: how to name it, how it stands, when, what about.
  package static func lines(_ sessions: [SessionSummary], _ style: Style) -> String {
    sessions.map { line($0, style) + "\n" }.joined()
  }

  /// One session in one line.
  package static func line(_ session: SessionSummary, _ style: Style) -> String {
    let status = session.status.rawValue
    let padding = String(repeating: " ", count: max(0, 11 - status.count))
    let title = session.title.isEmpty ? "(no title)" : firstLine(of: session.title, limit: 60)
    let coloured = session.status == .idle ? style.dim(status) : style.cyan(status)
    return [
      style.bold(session.id.short), coloured + padding,
      style.dim(String(session.updatedAt.rfc3339.prefix(19))), printable(title),
      style.dim(printable(session.cwd)),
    ].joined(separator: "  ")
  }
}
