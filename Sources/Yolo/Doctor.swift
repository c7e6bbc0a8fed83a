import Agent
import Arguments
import Glibc
import OneShot
import Platform
import Runtime
import Store

/// `yolo doctor`: whether everything that is needed is there.
struct Doctor {
  /// What one look came to.
  enum Finding: Equatable {
    case ok(String)
    /// It works without; what would be better with.
    case optional(String)
    /// What is wrong, and what to do.
    case wrong(String)
  }

  /// Less free space than this is a problem, in bytes.
  static let spaceNeeded = 100 << 20
  /// The time a program gets to say its version.
  static let programLimit = Duration.seconds(5)
  /// Bytes of what it says.
  static let outputLimit = 64 * 1024

  let setup: Setup
  let console: Console

  /// Looks at everything and prints a line each; exit code 1 where something is wrong.
  func run() async throws -> Int32 {
    let checks: [(String, () async throws -> Finding)] = [
      ("version", { .ok("\(Program.version), data format as in docs/formats/events.md") }),
      ("data", data), ("database", database), ("space", space), ("settings", settings),
      ("sqlite", sqlite), ("bash", { try await program("bash", isNeeded: true) }),
      ("git", { try await program("git", isNeeded: false) }), ("locks", locks),
      ("commands", commands), ("provider", provider),
    ]
    var isSound = true
    for (name, check) in checks {
      let finding: Finding
      do { finding = try await check() } catch { finding = .wrong("\(error)") }
      if case .wrong = finding { isSound = false }
      guard try console.out(line(name, finding)) else { break }
    }
    return (isSound ? ExitCode.done : .failed).rawValue
  }

  private func line(_ name: String, _ finding: Finding) -> String {
    let style = console.outStyle
    let label = name + String(repeating: " ", count: max(0, 10 - name.count))
    switch finding {
    case .ok(let text): return "\(style.green("ok"))     \(label) \(style.dim(printable(text)))\n"
    case .optional(let text): return "-      \(label) \(printable(text))\n"
    case .wrong(let text): return "\(style.red("wrong"))  \(label) \(printable(text))\n"
    }
  }

  // MARK: The data directory

  private func data() throws -> Finding {
    let path = setup.places.data
    guard let status = try Files.status(path) else {
      let parent = try existing(path)
      return access(parent, W_OK | X_OK) == 0
        ? .ok("\(path), not made yet")
        : .wrong("\(path) cannot be made: \(parent) cannot be written; give --session-dir DIR")
    }
    guard status.kind == .directory else {
      return .wrong("\(path) is not a directory; move it away")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      return .wrong("\(path) cannot be written; check its owner, or give --session-dir DIR")
    }
    return .ok(path)
  }

  private func database() throws -> Finding {
    guard let store = try Storage.forReading(setup) else { return .ok("none yet") }
    if let refusal = store.refusal, refusal.code == .newerVersion {
      return .wrong(refusal.message)
    }
    let problems = try store.verify()
    guard problems.isEmpty else {
      return .wrong("\(problems.joined(separator: "; ")); restore a copy of yolo.db")
    }
    return .ok("sound, \(try store.sessions(in: nil).count) sessions")
  }

  /// The free space of the nearest directory that exists.
  private func space() throws -> Finding {
    let path = try existing(setup.places.data)
    var status = statvfs()
    guard statvfs(path, &status) == 0 else {
      throw PlatformError(errno: errno, doing: "ask for the free space of \(path)")
    }
    let free = Int(status.f_bavail) * Int(status.f_frsize)
    let text = free >= 10 << 30 ? "\(free >> 30) GiB free" : "\(free >> 20) MiB free"
    return free >= Self.spaceNeeded ? .ok(text) : .wrong("only \(text) at \(path); make room")
  }

  /// The nearest directory above a path that exists, or the path itself.
  private func existing(_ path: String) throws -> String {
    var path = try Paths.resolve(path)
    while try Files.status(path) == nil, path != "/" { path = Paths.split(path).directory }
    return path
  }

  private func settings() -> Finding { .ok("\(setup.places.config), not read by this version") }

  private func sqlite() -> Finding { .ok(SQLiteStore.libraryVersion) }

  // MARK: Abilities

  private func program(_ name: String, isNeeded: Bool) async throws -> Finding {
    let path = setup.environment["PATH"] ?? ""
    guard let program = Paths.program(name, searchPath: path) else {
      let text = "\(name) is not in the PATH; install it: apt-get install \(name)"
      return isNeeded ? .wrong(text) : .optional(text)
    }
    let result = try await Subprocess.run(
      [program, "--version"], environment: setup.environment, timeLimit: Self.programLimit,
      outputLimit: Self.outputLimit)
    guard result.succeeded else { return .wrong("\(program) --version did not succeed") }
    let line = String(decoding: result.output, as: UTF8.self).split(separator: "\n").first ?? ""
    return .ok("\(program): \(line)")
  }

  private func locks() throws -> Finding {
    try inTemporaryDirectory { directory in
      let path = "\(directory)/lock"
      guard let first = try FileLock.tryExclusive(path) else {
        return .wrong("a lock nobody has could not be had in \(directory)")
      }
      let second = try FileLock.tryExclusive(path)
      return withExtendedLifetime(first) {
        second == nil ? .ok("held once") : .wrong("a lock was given twice in \(directory)")
      }
    }
  }

  /// Runs a command as the `bash` tool does.
  private func commands() async throws -> Finding {
    let directory = try Files.makeTemporaryDirectory("yolo-doctor")
    let attempt = "\(directory)/attempt"
    let spec = CommandSpec(
      argv: ["true"], directory: directory, environment: setup.environment, attempt: attempt,
      timeLimit: Self.programLimit)
    let end: CommandEnd?
    do {
      try Commands.start(spec)
      end = try await Commands.wait(attempt: attempt)
    } catch {
      try Files.removeTree(directory)
      throw error
    }
    try Files.removeTree(directory)
    guard let end, end.cause == .exited, end.status == 0 else {
      let what = end.map { "\($0.cause)" } ?? "nothing was recorded"
      return .wrong(
        "a command could not be run below \(directory): \(what); check space and rights")
    }
    return .ok("run once and recorded, in \(seconds(end.duration))")
  }

  private func provider() -> Finding {
    let choice = ProviderCatalog.choose(flag: nil, model: nil, environment: setup.environment)
    switch choice {
    case .success(let choice): return .ok("\(choice.provider), model \(choice.model)")
    case .failure(let error): return .optional(error.message)
    }
  }

  private func inTemporaryDirectory(_ body: (String) throws -> Finding) throws -> Finding {
    let directory = try Files.makeTemporaryDirectory("yolo-doctor")
    let result = Result { try body(directory) }
    try Files.removeTree(directory)
    return try result.get()
  }
}
