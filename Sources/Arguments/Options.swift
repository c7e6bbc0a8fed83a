/// What the flags of a run came to.
package struct Options: Sendable, Equatable {
  /// Which session is meant.
  package enum Target: Sendable, Equatable {
    case new
    /// The last one of the directory.
    case last
    /// An id, the ending of one, or a title.
    case named(String)
  }

  package enum Format: String, Sendable {
    case text, json
    case streamJSON = "stream-json"
  }

  package enum Color: String, Sendable { case auto, always, never }

  /// What becomes of a turn that was left open.
  package enum OpenTurn: Sendable { case drive, leave }

  /// What becomes of a session that another process drives.
  package enum Contention: Sendable { case follow, fail }

  /// Where a session is kept.
  package enum Keeping: Sendable, Equatable {
    case data
    case directory(String)
    case nothing
  }

  package var target = Target.new
  package var cwd: String?
  package var provider: String?
  package var model: String?
  package var format = Format.text
  package var color = Color.auto
  /// Requests to the model in one turn.
  package var maxTurns: Int?
  package var openTurn = OpenTurn.drive
  package var contention = Contention.follow
  package var keeping = Keeping.data

  package init() {}

  init(_ words: CommandWords) throws(UsageError) {
    target = try Self.target(words)
    cwd = words.value("--cwd")
    provider = words.value("--provider")
    model = words.value("--model")
    // The last one counts; both spell the same setting.
    for given in words.flags {
      if given.flag.name == "--json" { format = .streamJSON }
      if given.flag.name == "--output-format" {
        format = Format(rawValue: given.value ?? "") ?? .text
      }
    }
    color = words.value("--color").flatMap(Color.init) ?? .auto
    maxTurns = try words.value("--max-turns").map { value throws(UsageError) in
      guard let count = Int(value), count > 0 else {
        throw UsageError(.wrongValue, "--max-turns is a whole number from 1 on, not “\(value)”")
      }
      return count
    }
    openTurn = words.has("--no-continue") ? .leave : .drive
    contention = words.has("--no-follow") ? .fail : .follow
    keeping = words.value("--session-dir").map { .directory($0) } ?? .data
    if words.has("--no-session") {
      guard target == .new, keeping == .data else {
        let other = target == .new ? "--session-dir" : "--continue and --resume"
        throw UsageError(.conflict, "--no-session keeps nothing, so it does not go with \(other)")
      }
      keeping = .nothing
    }
  }

  private static func target(_ words: CommandWords) throws(UsageError) -> Target {
    let named = words.flags.filter { ["--resume", "--session"].contains($0.flag.name) }
    if words.has("--continue") {
      guard named.isEmpty else {
        throw UsageError(.conflict, "--continue and \(named[0].word) name two sessions; give one")
      }
      return .last
    }
    guard let given = named.last else { return .new }
    guard let id = given.value, !id.isEmpty else {
      throw UsageError(
        .missingValue,
        "\(given.word) needs the id of a session here; yolo sessions list shows them")
    }
    return .named(id)
  }
}
