import Events
import Platform

/// Build and dependency directories, which are written by tools and not by hand.
enum IgnoredDirectories {
  static let names: Set<String> = [
    "node_modules", "target", "dist", "build", ".build", "out", ".venv", "venv", "vendor",
    "__pycache__", ".tox", ".next", ".gradle", "coverage",
  ]

  /// Refuses a file in such a directory if git ignores it; git is asked only about those.
  ///
  /// Where git cannot answer (no repository, no git) nothing is refused.
  static func check(
    _ resolved: String, in scope: PathScope, environment: CommandEnvironment
  ) async throws(ToolError) {
    guard let root = scope.root(of: resolved) else { return }
    let directories = resolved.dropFirst(root.count).split(separator: "/").dropLast()
    guard let name = directories.first(where: { names.contains(String($0)) }) else { return }
    let answer: SubprocessResult
    do throws(PlatformError) {
      answer = try await Subprocess.run(
        ["git", "check-ignore", "--quiet", "--", resolved],
        environment: await environment.variables(), directory: root,
        timeLimit: Limits.gitQuestion, outputLimit: 64 * 1024)
    } catch { return }  // Without git nothing is known to be ignored.
    guard answer.succeeded else { return }
    throw ToolError(
      .forbidden,
      "\(scope.name(resolved)) is in \(name)/, which git ignores as generated: change the source it "
        + "is made from. To allow it, add `!/\(resolved.dropFirst(root.count + 1))` to .gitignore or "
        + "track the file with `git add -f`; bash can write it as it is")
  }
}
