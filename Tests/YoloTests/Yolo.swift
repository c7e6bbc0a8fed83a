import CStore
import Dispatch
import Glibc
import Testing
import Wire

/// The real program in a directory of its own: a home, a workspace, and what it printed.
final class Yolo: Sendable {
  /// Everything of one test, removed with it.
  let directory: String
  let workspace: String
  let home: String

  /// The program under test: `YOLO_BIN`, else the one built beside the tests.
  static let binary: String = {
    if let path = getenv("YOLO_BIN") { return String(cString: path) }
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let products = bundle.map { $0.split(separator: "/").dropLast().joined(separator: "/") }
    return products.map { "/\($0)/yolo" } ?? ".build/debug/yolo"
  }()

  init() throws {
    var template = Array("/tmp/yolo-tests.XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    workspace = "\(directory)/work"
    home = "\(directory)/home"
    mkdir(workspace, 0o700)
  }

  deinit {
    // YOLO_KEEP=1 keeps what a failed test left, for a look at it.
    if getenv("YOLO_KEEP") == nil { _ = Shell.run(["rm", "-rf", directory]) }
  }

  /// What standard input is.
  enum Input {
    case null
    case text(String)
    /// A pipe that nobody writes to and nobody closes.
    case silent
    /// A terminal, which is then also standard output.
    case terminal
  }

  /// How a process ended and what it printed.
  struct Result: Equatable {
    var code: Int32
    var out: String
    var err: String

    var outLines: [String] { out.split(separator: "\n").map(String.init) }
    var errLines: [String] { err.split(separator: "\n").map(String.init) }
  }

  /// Runs the program to its end, offline and with the simulator where it asks a model.
  func callAsFunction(
    _ arguments: String..., input: Input = .null, in directory: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> Result {
    try await start(arguments, input: input, in: directory, environment: environment).end()
  }

  /// Starts the program.
  func start(
    _ arguments: [String], input: Input = .null, in directory: String? = nil,
    environment: [String: String] = [:]
  ) throws -> Running {
    var variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": self.directory, "YOLO_HOME": home,
      "TMPDIR": self.directory, "SWIFT_BACKTRACE": "enable=no",
    ]
    variables.merge(environment) { $1 }
    return try Running(
      [Self.binary] + arguments, variables, input, scratch: self.directory,
      directory: directory ?? workspace)
  }

  /// Writes a file below the workspace and answers its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let path = "\(workspace)/\(name)"
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
    return path
  }

  /// The text of a file below the workspace; nil where there is none.
  func read(_ name: String) -> String? { Shell.contents("\(workspace)/\(name)") }

  /// Returns when there is a file of that name below the workspace.
  func hasFile(_ name: String) async throws {
    // Another process is waited for: only looking tells.
    while read(name) == nil { try await Task.sleep(for: .milliseconds(5)) }
  }

  /// Writes a script for the simulator outside the workspace, and answers the model that plays it.
  func script(_ steps: JSON...) throws -> String {
    try write("../script.json", (["steps": .array(steps)] as JSON).text)
    return "script:\(directory)/script.json"
  }

  /// The stored events of a session.
  func events(_ session: String) async throws -> [JSON] {
    let result = try await self("sessions", "show", session, "--json")
    #expect(result.code == 0, "\(result.err)")
    return try result.outLines.map { try JSON.parse($0) }
  }

  /// The rows of a query on the database.
  func query(_ sql: String) throws -> [[String]] {
    try Database.rows(sql, in: "\(home)/data/yolo.db")
  }
}

/// A started process.
final class Running: Sendable {
  let pid: pid_t
  private let out: String
  private let err: String
  /// Our end of the terminal, or of the pipe that nobody writes to.
  private let ours: Int32

  init(
    _ argv: [String], _ environment: [String: String], _ input: Yolo.Input, scratch: String,
    directory: String
  ) throws {
    let number = UInt64.random(in: 0...UInt64.max)
    (out, err) = ("\(scratch)/out.\(number)", "\(scratch)/err.\(number)")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    switch input {
    case .null:
      ours = -1
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    case .text(let text):
      ours = -1
      let path = "\(scratch)/in.\(number)"
      let file = try #require(fopen(path, "w"))
      fputs(text, file)
      fclose(file)
      posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
    case .silent:
      let path = "\(scratch)/pipe.\(number)"
      mkfifo(path, 0o600)
      ours = open(path, O_RDWR | O_CLOEXEC)
      posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
    case .terminal:
      ours = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      // pts(4), ioctl_tty(2): unlock the other end and ask for its number; Swift sees no ptsname.
      var (locked, number): (Int32, UInt32) = (0, 0)
      try #require(ioctl(ours, 0x4004_5431, &locked) == 0 && ioctl(ours, 0x8004_5430, &number) == 0)
      let name = "/dev/pts/\(number)"
      posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR | O_NOCTTY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, name, O_RDWR | O_NOCTTY, 0)
    }
    var pid: pid_t = 0
    // env(1) changes the directory and becomes the program, with the same process number.
    let error = Shell.withPointers(["env", "-C", directory] + argv) { argv in
      Shell.withPointers(environment.map { "\($0)=\($1)" }) {
        posix_spawn(&pid, "/usr/bin/env", &actions, nil, argv, $0)
      }
    }
    try #require(error == 0, "could not start \(argv[0]): \(String(cString: strerror(error)))")
    self.pid = pid
  }

  deinit { if ours >= 0 { close(ours) } }

  func signal(_ number: Int32) { kill(pid, number) }

  /// What it has printed to standard errors so far.
  var errors: String { Shell.contents(err) ?? "" }

  /// Returns when a text stands on standard errors, or the process has ended.
  func says(_ text: String) async throws {
    // Another process is waited for: only looking tells.
    while !errors.contains(text), kill(pid, 0) == 0, !isZombie {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  private var isZombie: Bool {
    let stat = Shell.contents("/proc/\(pid)/stat") ?? ""
    return stat.split(separator: ")").last?.hasPrefix(" Z") ?? true
  }

  /// What it has printed to standard output so far.
  var output: String { Shell.contents(out) ?? "" }

  /// What was shown on the terminal.
  var screen: String {
    var bytes: [UInt8] = []
    var entry = pollfd(fd: ours, events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, 0) > 0 {
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = Glibc.read(ours, &chunk, chunk.count)
      if count <= 0 { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Waits for the end without blocking a thread of the pool.
  func end() async -> Yolo.Result {
    let pid = pid
    let status = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        continuation.resume(returning: status)
      }
    }
    let signal = status & 0x7F
    return Yolo.Result(
      code: signal == 0 ? status >> 8 & 0xFF : 128 + signal, out: Shell.contents(out) ?? "",
      err: errors)
  }
}

/// The few things of the system that tests need.
enum Shell {
  /// Runs a program of the system, blocking, and answers its exit code.
  static func run(_ argv: [String]) -> Int32 {
    var pid: pid_t = 0
    let error = withPointers(argv) { argv in
      withPointers(["PATH=/usr/local/bin:/usr/bin:/bin"]) {
        posix_spawnp(&pid, argv[0].map { String(cString: $0) } ?? "", nil, nil, argv, $0)
      }
    }
    guard error == 0 else { return error }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status
  }

  static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func withPointers<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}

/// SQLite as somebody else's program would use it.
enum Database {
  struct Failure: Error { let message: String }

  static func rows(_ sql: String, in path: String) throws -> [[String]] {
    var handle: OpaquePointer?
    defer { sqlite3_close(handle) }
    func require(_ code: Int32, _ wanted: Int32...) throws {
      guard !wanted.contains(code) else { return }
      throw Failure(message: String(cString: sqlite3_errmsg(handle)))
    }
    try require(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil), SQLITE_OK)
    sqlite3_busy_timeout(handle, 10_000)
    var statement: OpaquePointer?
    try require(sqlite3_prepare_v2(handle, sql, -1, &statement, nil), SQLITE_OK)
    defer { sqlite3_finalize(statement) }
    var rows: [[String]] = []
    while case let code = sqlite3_step(statement), code != SQLITE_DONE {
      try require(code, SQLITE_ROW)
      rows.append(
        (0..<sqlite3_column_count(statement)).map { column in
          sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        })
    }
    return rows
  }
}
