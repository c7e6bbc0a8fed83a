package import Events
import Platform
package import Runtime
import Wire

extension Capability {
  /// Tells the model where it works, on what, and when: a fact of the turn, not of the prompt.
  ///
  /// `variables` are those that children get; git is asked with them.
  package static func environment(
    variables: [String: String], world: World
  ) -> Capability {
    Capability(
      id: "environment",
      context: { workspace in
        let note = await EnvironmentNote(workspace, variables: variables, world: world)
        return [ContextNote(kind: "environment", text: note.text)]
      })
  }
}

/// What is true of the place and the moment of a turn.
struct EnvironmentNote: Sendable, Equatable {
  /// Further roots that are named.
  static let namedRoots = 10

  var lines: [String]

  /// Looks; takes `GitStatus.timeLimit` at most for the repository.
  @concurrent init(
    _ workspace: Workspace, variables: [String: String], world: World
  ) async {
    lines = ["Working directory: \(workspace.root)"]
    if !workspace.roots.isEmpty {
      let named = workspace.roots.prefix(Self.namedRoots).joined(separator: ", ")
      let left = workspace.roots.count - Self.namedRoots
      lines.append("Further directories: \(named)\(left > 0 ? ", and \(left) more" : "")")
    }
    lines.append("Platform: \(Self.platform)")
    lines.append("Shell: bash\(Self.loginShell(variables))")
    lines.append("Date: \(LocalTime(world.now(), environment: variables).text)")
    if let root = Repository.root(of: workspace.root) {
      let status = await GitStatus.ask(
        in: workspace.root, environment: variables, sleep: world.sleep)
      lines.append("Git: repository \(root)\(status.map { ", \($0.summary)" } ?? "")")
    }
    if let user = variables["USER"] ?? variables["LOGNAME"], !user.isEmpty {
      lines.append("User: \(user.printable(limit: GitStatus.nameLimit))")
    }
  }

  var text: String { "<environment>\n\(lines.joined(separator: "\n"))\n</environment>" }

  private static func loginShell(_ variables: [String: String]) -> String {
    guard let shell = variables["SHELL"], !shell.isEmpty, Paths.split(shell).name != "bash" else {
      return ""
    }
    return " (the user's own is \(shell))"
  }

  /// System, release and processor; read once, since they do not change.
  private static let platform: String = {
    let release = line(of: "/proc/sys/kernel/osrelease") { $0 } ?? ""
    let name = line(of: "/etc/os-release") { line in
      line.hasPrefix("PRETTY_NAME=") ? line.dropFirst(12) : nil
    }
    let system = release.isEmpty ? "Linux" : "Linux \(release)"
    return [name?.replacing("\"", with: ""), "\(system) \(processor)"].compactMap { $0 }
      .joined(separator: ", ")
  }()

  private static func line(of path: String, where pick: (Substring) -> Substring?) -> String? {
    // A system without the file is described by what is left.
    guard let bytes = try? Files.read(path, limit: 64 * 1024) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.lazy.compactMap(pick).first.map(String.init)
  }

  #if arch(x86_64)
    private static let processor = "x86_64"
  #elseif arch(arm64)
    private static let processor = "aarch64"
  #else
    private static let processor = "(other processor)"
  #endif
}
