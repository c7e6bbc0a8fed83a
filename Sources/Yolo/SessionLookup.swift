import Arguments
import Events
import OneShot
import Store

/// Finds the session that somebody means.
enum SessionLookup {
  /// Sessions named to somebody whose word fits none or several.
  static let suggestionLimit = 5

  /// The session, nil for a new one.
  ///
  /// Failure: exit code 4 with near matches, where none or several fit.
  static func find(
    _ target: Options.Target, in directory: () throws -> String, _ sessions: [SessionSummary],
    matching: (String) async throws -> [SessionSummary]
  ) async throws -> SessionSummary? {
    switch target {
    case .new: return nil
    case .last:
      let directory = try directory()
      if let last = sessions.first(where: { $0.cwd == directory && $0.kind != .child }) {
        return last
      }
      throw Failure(
        .notFound,
        "there is no session of \(directory) yet; yolo sessions list --all shows those of others")
    case .named(let text): return try await find(text, sessions, matching: matching)
    }
  }

  /// The one session that fits a word.
  static func find(
    _ text: String, _ sessions: [SessionSummary],
    matching: (String) async throws -> [SessionSummary]
  ) async throws -> SessionSummary {
    let found = try await matching(text)
    if found.count == 1 { return found[0] }
    let what = found.isEmpty ? "there is no session “\(text)”" : "several sessions fit “\(text)”"
    let near = found.isEmpty ? nearest(text, sessions) : Array(found.prefix(suggestionLimit))
    let lines = SessionList(
      style: .plain, directories: .several, now: World.system(driver: "").now())
    let list = near.map { "\n  \(lines.line($0))" }.joined()
    let advice = near.isEmpty ? "; there are none yet" : found.isEmpty ? "; near it:" : ":"
    throw Failure(.notFound, what + advice + list)
  }

  private static func nearest(_ text: String, _ sessions: [SessionSummary]) -> [SessionSummary] {
    func distance(_ session: SessionSummary) -> Int {
      let ending = String(session.id.text.suffix(max(1, text.count)))
      return min(Nearest.distance(text, ending), Nearest.distance(text, session.title))
    }
    let ranked = sessions.prefix(200).map { (session: $0, distance: distance($0)) }
      .sorted { $0.distance < $1.distance }
    return ranked.prefix(suggestionLimit).map(\.session)
  }
}

extension HostPort {
  /// Sessions, newest first; of one directory, or all.
  func sessions(in directory: String?) async throws -> [SessionSummary] {
    switch try await ask(.sessions(directory: directory)) {
    case .sessions(let sessions): sessions
    }
  }

  /// Sessions that a word may mean.
  func sessions(matching text: String) async throws -> [SessionSummary] {
    switch try await ask(.sessionsMatching(text)) {
    case .sessions(let sessions): sessions
    }
  }

  /// The session that options mean, nil for a new one.
  func find(
    _ target: Options.Target, in directory: () throws -> String
  ) async throws -> SessionSummary? {
    if target == .new { return nil }
    return try await SessionLookup.find(
      target, in: directory, sessions(in: nil), matching: { try await sessions(matching: $0) })
  }
}
