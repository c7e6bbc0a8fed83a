package import Events
package import Wire

/// Sessions as a list.
package struct SessionList: Sendable {
  /// Whether the sessions are of several directories, and each line names its own.
  package enum Directories: Sendable { case one, several }

  private let style: Style
  private let directories: Directories
  private let now: Timestamp
  /// Columns of the terminal; nil where lines are not cut.
  private let width: Int?

  package init(
    style: Style, directories: Directories, now: Timestamp, width: Int? = nil
  ) {
    self.style = style
    self.directories = directories
    self.now = now
    self.width = width
  }

  /// The form of `yolo sessions list --json`.
  package static func json(_ sessions: [SessionSummary]) -> JSON { .array(sessions.map(\.json)) }

  /// One line a session.
  package func lines(_ sessions: [SessionSummary]) -> String {
    sessions.map { line($0) + "\n" }.joined()
  }

  /// One session in one line: how to name it, when it was used, how it stands where that is not
  /// idle, what about.
  package func line(_ session: SessionSummary) -> String {
    let when = padded(age(of: session.updatedAt, at: now), to: Self.ageWidth)
    let status = session.status == .idle ? "" : "\(session.status.rawValue) · "
    var title = session.title.isEmpty ? "(no title)" : printableLine(session.title, limit: 60)
    var place = directories == .one ? "" : printableLine(session.cwd, limit: 4096)
    if let width {
      let room = max(1, width - session.id.short.count - Self.ageWidth - status.count - 4)
      place = cutFront(place, to: max(0, room - title.count - 2))
      title = cutEnd(title, to: room)
    }
    let line = [style.bold(session.id.short), style.dim(when), style.cyan(status) + title]
    return (line + (place.isEmpty ? [] : [style.dim(place)])).joined(separator: "  ")
  }

  /// Columns of the longest age.
  private static let ageWidth = 11

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func cutEnd(_ text: String, to width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }

  /// The end of a path says more than its beginning; too little of it says nothing.
  private func cutFront(_ text: String, to width: Int) -> String {
    if text.count <= width { return text }
    return width < 8 ? "" : "…" + text.suffix(width - 1)
  }
}

/// How long ago something was, for people: `5 min ago`, and from a month on the date.
package func age(of time: Timestamp, at now: Timestamp) -> String {
  let seconds = now.duration(since: time).components.seconds
  switch seconds {
  case ..<60: return "just now"
  case ..<3600: return "\(seconds / 60) min ago"
  case ..<86_400: return "\(seconds / 3600) h ago"
  case ..<172_800: return "1 day ago"
  case ..<2_592_000: return "\(seconds / 86_400) days ago"
  default: return String(time.rfc3339.prefix(10))
  }
}
