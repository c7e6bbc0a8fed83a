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
        ["git", "check-ignore", "--verbose", "--", resolved],
        environment: await environment.variables(), directory: root,
        timeLimit: Limits.gitQuestion, outputLimit: 64 * 1024)
    } catch { return }  // Without git nothing is known to be ignored.
    guard answer.succeeded, let rule = rule(answer.output) else { return }
    throw ToolError(
      .forbidden,
      "could not write \(scope.name(resolved)): git ignores it as generated in \(name)/ (\(rule)); "
        + "change the source it is made from. To allow it, take that line out of the ignore file, "
        + "or track the file with `git add -f`; bash can write it as it is")
  }

  /// The place and the pattern that ignores a file, from `<source>:<line>:<pattern><tab><path>`;
  /// nil for a pattern that makes an exception.
  private static func rule(_ output: [UInt8]) -> String? {
    let rule = String(decoding: output.prefix { $0 != 0x09 }, as: UTF8.self)
    let parts = rule.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[2].hasPrefix("!") ? nil : rule
  }
}
