import Glibc

/// The environment of the user's login shell, captured once in the background.
package final class LoginEnvironment: Sendable {
  /// How long the shell's start-up files may take before our own environment is used.
  package static let timeLimit = Duration.seconds(5)
  package static let outputLimit = 4 << 20

  /// Printed before the variables, so that what start-up files print is told apart.
  private static let marker = "yolo-environment"

  private let capture: Task<[String: String], Never>

  /// Starts capturing. `own` names the shell (SHELL) and is the answer when the shell fails.
  package init(own: [String: String], timeLimit: Duration = LoginEnvironment.timeLimit) {
    capture = Task.detached { await Self.capture(own: own, timeLimit: timeLimit) }
  }

  deinit { capture.cancel() }

  /// The variables; waits for the shell where it has not finished yet.
  package func environment() async -> [String: String] { await capture.value }

  @concurrent private static func capture(
    own: [String: String], timeLimit: Duration
  ) async -> [String: String] {
    let shell = own["SHELL"].flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh"
    let script = "printf '\\0\(marker)\\0'; exec env -0"
    do {
      let result = try await Subprocess.run(
        [shell, "-lc", script], environment: own, directory: own["HOME"],
        timeLimit: timeLimit, outputLimit: outputLimit)
      return result.succeeded ? parse(result.output) ?? own : own
    } catch {
      // A shell that cannot be started leaves us what we were given.
      return own
    }
  }

  /// The variables after the marker; nil when there is no marker.
  static func parse(_ bytes: [UInt8]) -> [String: String]? {
    let entries = bytes.split(separator: 0, omittingEmptySubsequences: false)
    guard let start = entries.firstIndex(where: { $0.elementsEqual(marker.utf8) }) else {
      return nil
    }
    var result: [String: String] = [:]
    for entry in entries[(start + 1)...] {
      guard let (name, value) = Environment.parse(String(decoding: entry, as: UTF8.self)),
        // Those of the shell that printed, not of the user.
        !["_", "SHLVL", "PWD", "OLDPWD"].contains(name)
      else { continue }
      result[name] = value
    }
    return result.isEmpty ? nil : result
  }
}
