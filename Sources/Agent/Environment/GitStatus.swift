import Platform

/// The state of a repository's work tree, as `git status --porcelain=v2 --branch -z` reports it.
struct GitStatus: Sendable, Equatable {
  /// How long a turn waits for git.
  static let timeLimit = Duration.milliseconds(150)
  /// Bytes of git's report that are looked at.
  static let outputLimit = 256 * 1024
  /// Changed files that are named.
  static let namedFiles = 10
  /// Characters of a name that are shown.
  static let nameLimit = 120

  var branch = ""
  var ahead = 0
  var behind = 0
  /// Two letters of what happened, and the path.
  var changes: [Change] = []
  /// Whether git had more to report than was looked at.
  var isCut = false

  struct Change: Sendable, Equatable {
    var state: String
    var path: String
  }

  /// Asks git; nil where there is no git, no repository, or no answer in time.
  @concurrent static func ask(
    in directory: String, environment: [String: String], timeLimit: Duration = Self.timeLimit,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) async -> GitStatus? {
    await withTaskGroup(of: GitStatus?.self) { group in
      group.addTask { await read(directory, environment, timeLimit) }
      group.addTask {
        // Only cancellation ends a sleep early, and nobody waits for it then.
        try? await sleep(timeLimit)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  private static func read(
    _ directory: String, _ environment: [String: String], _ timeLimit: Duration
  ) async -> GitStatus? {
    // A repository's own settings must not start programs just because somebody looks at it.
    let argv = [
      "git", "--no-optional-locks", "-c", "core.fsmonitor=false", "status", "--porcelain=v2",
      "--branch", "-z", "--untracked-files=normal", "--ignore-submodules=dirty",
    ]
    var environment = environment
    environment["LC_ALL"] = "C"
    environment["GIT_TERMINAL_PROMPT"] = "0"
    // No git is as good as no repository: there is nothing to tell.
    let result = try? await Subprocess.run(
      argv, environment: environment, directory: directory, timeLimit: timeLimit,
      outputLimit: outputLimit)
    guard let result, result.succeeded || result.end == .outputLimit else { return nil }
    return GitStatus(report: result.output, isCut: result.end == .outputLimit)
  }

  /// Reads git's report; what is not understood is left out.
  init(report: [UInt8], isCut: Bool = false) {
    self.isCut = isCut
    var records = report.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    // Behind the last separator is nothing, or a record that was cut.
    records.removeLast()
    var commit = ""
    var isOldName = false
    for record in records {
      if isOldName {
        isOldName = false
        continue
      }
      let fields = record.split(separator: " ", omittingEmptySubsequences: false)
      switch fields.first {
      case "#" where fields.count >= 3:
        if fields[1] == "branch.oid" { commit = String(fields[2].prefix(7)) }
        if fields[1] == "branch.head" { branch = fields[2...].joined(separator: " ") }
        if fields[1] == "branch.ab", fields.count == 4 {
          ahead = Int(fields[2]) ?? 0
          behind = -(Int(fields[3]) ?? 0)
        }
      case "?": add("??", fields.dropFirst(1))
      case "1" where fields.count > 8: add(fields[1], fields.dropFirst(8))
      case "u" where fields.count > 10: add(fields[1], fields.dropFirst(10))
      case "2" where fields.count > 9:
        add(fields[1], fields.dropFirst(9))
        isOldName = true
      default: break
      }
    }
    if branch == "(detached)" { branch = "detached at \(commit)" }
  }

  private mutating func add(_ state: Substring, _ path: ArraySlice<Substring>) {
    changes.append(
      Change(
        state: String(state.filter { $0 != "." }),
        path: path.joined(separator: " ").printable(limit: Self.nameLimit)))
  }

  /// One line for people and models: branch, distance, what has changed.
  var summary: String {
    var line = branch.isEmpty ? "" : "branch \(branch.printable(limit: Self.nameLimit))"
    if ahead > 0 { line += ", ahead \(ahead)" }
    if behind > 0 { line += ", behind \(behind)" }
    guard !changes.isEmpty else { return line + ", no changes" }
    let more = isCut ? "at least " : ""
    line += ", \(more)\(changes.count) changed \(changes.count == 1 ? "file" : "files"): "
    line += changes.prefix(Self.namedFiles).map { "\($0.state) \($0.path)" }
      .joined(separator: ", ")
    let left = changes.count - Self.namedFiles
    return left > 0 ? line + ", and \(left) more" : line
  }
}

extension String {
  /// The text on one line of at most `limit` characters, without control characters.
  func printable(limit: Int) -> String {
    let scalars = unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    let text = String(String.UnicodeScalarView(scalars))
    return text.count <= limit ? text : text.prefix(limit) + "…"
  }
}
