import Glibc
@testable import Platform
import Synchronization
import Testing

/// A temporary directory for one test, removed with its last reference.
final class Scratch: Sendable {
  let path: String
  private let isOwner: Bool

  init() throws {
    path = try Files.makeTemporaryDirectory("yolo-test")
    isOwner = true
  }

  /// The directory of another process's test, which also removes it.
  init(existing path: String) throws {
    self.path = path
    isOwner = false
  }

  deinit {
    guard isOwner else { return }
    do { try Files.removeTree(path) } catch { Issue.record(error) }
  }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  func text(_ name: String) throws -> String {
    String(decoding: try Files.read(self(name), limit: 1 << 26), as: UTF8.self)
  }

  /// A command that runs `script` in this directory under the attempt `name`.
  func shell(
    _ script: String, attempt name: String = "call.1", limit: Duration? = .seconds(60),
    outputLimit: Int = Commands.outputLimit, grace: Duration = .milliseconds(200)
  ) -> CommandSpec {
    CommandSpec(
      argv: ["bash", "-c", script], directory: path,
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "SCRATCH": path], attempt: self(name),
      timeLimit: limit, outputLimit: outputLimit, grace: grace)
  }

  /// Runs a command to its end; returns how it ended and what it printed.
  func run(_ spec: CommandSpec) async throws -> (CommandEnd, String) {
    try Commands.start(spec)
    let output = Gathered()
    let end = try #require(
      await Commands.wait(attempt: spec.attempt) { part in output.append(part) })
    return (end, output.text)
  }
}

/// Bytes handed to a callback.
final class Gathered: Sendable {
  private let parts = Mutex<[[UInt8]]>([])

  func append(_ bytes: [UInt8]) { parts.withLock { $0.append(bytes) } }
  var bytes: [UInt8] { parts.withLock { Array($0.joined()) } }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var count: Int { parts.withLock { $0.reduce(0) { $0 + $1.count } } }
  var largest: Int { parts.withLock { $0.map(\.count).max() ?? 0 } }
}

/// The command lines of living processes that contain `text`, zombies excepted.
func processes(containing text: String) throws -> [String] {
  try Files.list("/proc").compactMap { name in
    guard Int(name) != nil,
      // A process may end between the listing and this.
      let bytes = try? Files.read("/proc/\(name)/cmdline", limit: 1 << 20)
    else { return nil }
    let line = String(decoding: bytes.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
    return line.contains(text) ? line : nil
  }
}

/// A long time in seconds by which the processes of one test are told from all others.
func uniqueSeconds() throws -> String {
  "9\(try Entropy.bytes(4).map { String($0) }.joined()).5"
}

/// Expects that processes which were just killed, but are not our children, vanish.
func expectGone(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async {
  for _ in 0..<5_000 {
    do { if try processes(containing: text).isEmpty { return } } catch { Issue.record(error) }
    await Task.yield()
  }
  Issue.record("still running: \(text)", sourceLocation: sourceLocation)
}

/// What a record of a command that simply exited looks like; the duration is taken from `end`.
func exited(_ status: Int, survivors: Int = 0, like end: CommandEnd) -> CommandEnd {
  CommandEnd(
    cause: .exited, status: status, signal: nil, duration: end.duration, survivors: survivors)
}
