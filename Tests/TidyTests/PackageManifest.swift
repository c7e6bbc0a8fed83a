import Glibc
import Wire

/// A target as Package.swift declares it.
struct DeclaredTarget: Sendable {
  var name: String
  var dependencies: Set<String>
  /// Where its sources are, relative to the root.
  var folder: String
  var isTest: Bool

  /// Whether it is C: such a target has no Swift and no row in the table.
  var isShim: Bool { Tree.has("\(folder)/include") }
}

/// Package.swift as SwiftPM reads it.
enum PackageManifest {
  /// Every target; empty where `swift` is not in PATH or does not answer.
  static func targets() -> [DeclaredTarget] {
    // The lock is held by the `swift test` that runs this.
    let command = "swift package --ignore-lock --package-path '\(Tree.root)' dump-package"
    guard let pipe = popen("\(command) 2>/dev/null", "r") else { return [] }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer[..<count]
    }
    // Without an answer there is no target, which a test then says.
    let answer = try? JSON.parse(bytes)
    return (answer?["targets"]?.array ?? []).compactMap(target)
  }

  private static func target(_ json: JSON) -> DeclaredTarget? {
    guard let name = json["name"]?.string, let type = json["type"]?.string else { return nil }
    let dependencies = json["dependencies"]?.array ?? []
    return DeclaredTarget(
      name: name,
      dependencies: Set(dependencies.compactMap { $0["byName"]?.array?.first?.string }),
      folder: json["path"]?.string ?? "\(type == "test" ? "Tests" : "Sources")/\(name)",
      isTest: type == "test")
  }
}
