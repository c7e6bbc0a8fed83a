import Events
import Platform
import Runtime
import Synchronization
import Testing
import Wire

@testable import Tools

/// A temporary workspace, a session directory beside it, and a context with blobs in memory.
final class Sandbox: Sendable {
  let base: String
  let root: String
  private let blobs = Mutex<[String: [UInt8]]>([:])
  private let shownText = Mutex("")

  init() throws {
    base = try Paths.resolve(try Files.makeTemporaryDirectory("yolo-tools"), against: "/")
    root = "\(base)/workspace"
    try Files.makeDirectories(root)
  }

  deinit {
    // A test that failed half way may leave something that cannot be removed.
    try? Files.removeTree(base)
  }

  var session: String { "\(base)/sessions/one" }
  var shown: String { shownText.withLock { $0 } }
  var blobCount: Int { blobs.withLock { $0.count } }

  func context(
    known: [String: String] = [:], roots: [String] = [], call: String = "call"
  ) -> ToolContext {
    let id = SessionID("session_0190a0b0c0d07000800000000000000f")!
    let session = session
    return ToolContext(
      session: id, workspace: Workspace(root: root, roots: roots), known: known,
      attemptDirectory: { "\(session)/calls/\(call).\($0)" },
      putBlob: { bytes, _ in
        let hash = SHA256.hex(bytes)
        self.blobs.withLock { $0[hash] = bytes }
        return hash
      },
      blob: { hash in self.blobs.withLock { $0[hash] } },
      show: { text in self.shownText.withLock { $0 += text } })
  }

  func path(_ name: String) -> String { Paths.join(root, name) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  /// Writes a file and answers its hash.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Files.makeDirectories(Paths.split(path(name)).directory)
    try Files.write(path(name), bytes)
    return SHA256.hex(bytes)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Files.read(path(name), limit: 64 << 20), as: UTF8.self)
  }

  /// Runs a shell script for the set-up of a test.
  func shell(_ script: String) async throws {
    let result = try await Subprocess.run(
      ["sh", "-c", script], environment: Environment.own(), directory: root,
      timeLimit: .seconds(20), outputLimit: 1 << 20)
    try #require(result.succeeded, "\(script): \(String(decoding: result.errors, as: UTF8.self))")
  }
}

let plainEnvironment = CommandEnvironment(login: { Environment.own() }, removing: [])

func makeCall(_ name: String, _ arguments: JSON) -> ToolCall {
  ToolCall(id: CallID("call_0190a0b0c0d070008000000000000001")!, name: name, arguments: arguments)
}

extension ToolOutcome {
  /// The texts of the content.
  var text: String { content.compactMap(\.text).joined(separator: "\n") }
}

extension Tool {
  /// What the runtime does with a call: prepare, and run what is ready.
  func perform(_ arguments: JSON, in context: ToolContext) async -> ToolOutcome {
    switch await prepare(makeCall(definition.name, arguments), in: context) {
    case .settled(_, let outcome): outcome
    case .ready(let narration, let files):
      await run(started(arguments, narration, files), in: context)
    }
  }

  func started(
    _ arguments: JSON, _ narration: String = "", _ files: [FileChange] = [], attempt: Int = 1
  ) -> ToolStarted {
    ToolStarted(
      call: makeCall(definition.name, arguments), effectClass: definition.effectClass,
      narration: narration, attempt: attempt, files: files)
  }

  /// Prepares a call that must be ready.
  func ready(_ arguments: JSON, in context: ToolContext) async throws -> ToolStarted {
    let preparation = await prepare(makeCall(definition.name, arguments), in: context)
    guard case .ready(let narration, let files) = preparation else {
      Issue.record("not ready: \(preparation)")
      throw ToolError(.system, "not ready")
    }
    return started(arguments, narration, files)
  }
}

/// The text of a command's outcome without the time in its last line.
func untimed(_ outcome: ToolOutcome) -> String {
  outcome.text.replacing(/after \d+(\.\d)? s/, with: "after T")
}
