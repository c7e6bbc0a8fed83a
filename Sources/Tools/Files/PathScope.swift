import Platform
import Runtime

/// Which paths a call may read and write.
///
/// Everything below a root may be read and written, but not what is in a `.git`. What the session
/// itself has spooled may be read. `..` and symlinks are resolved first: where a path leads
/// decides.
struct PathScope: Sendable {
  /// The roots, resolved; the first is where relative paths start.
  let roots: [String]
  /// Where the session keeps the output of its commands.
  let spool: String?

  /// The scope of a workspace alone, without a spool.
  init(workspace: Workspace) {
    self.init(workspace: workspace, spool: nil)
  }

  /// The scope of a call. The session's spool is two levels above an attempt directory, which is
  /// `sessions/<id>/calls/<call>.<attempt>`.
  init(_ context: ToolContext) {
    let calls = Paths.split(Paths.normalize(context.attemptDirectory(1))).directory
    let session = Paths.split(calls).directory
    self.init(workspace: context.workspace, spool: session == "/" ? nil : session)
  }

  private init(workspace: Workspace, spool: String?) {
    // A root that cannot be resolved is taken by its name; what is below it fails by itself.
    let resolved = { (path: String) in
      (try? Paths.resolve(path, against: "/")) ?? Paths.normalize(path)
    }
    roots = ([workspace.root] + workspace.roots).map(resolved)
    self.spool = spool.map(resolved)
  }

  /// The resolved path of something to read.
  func readable(_ path: String) throws(ToolError) -> String {
    let resolved = try resolve(path)
    if root(of: resolved) != nil || isSpooled(resolved) { return resolved }
    throw outside(path, resolved, doing: "read")
  }

  /// The resolved path of something to write; for build and dependency directories ask
  /// `IgnoredDirectories` too.
  func writable(_ path: String) throws(ToolError) -> String {
    let resolved = try resolve(path)
    guard let root = root(of: resolved) else { throw outside(path, resolved, doing: "write") }
    // Else the parents that a new file gets would make a workspace again that was removed.
    guard Self.isDirectory(root) else {
      throw ToolError(
        .forbidden, "\(path) was not written: the directory \(root) is not there any more")
    }
    if resolved.dropFirst(root.count).split(separator: "/").contains(".git") {
      throw ToolError(
        .forbidden,
        "\(path) is inside .git, which is not written directly: use git commands with bash")
    }
    return resolved
  }

  private static func isDirectory(_ path: String) -> Bool {
    // What cannot be looked at cannot be written to.
    (try? Files.status(path))?.kind == .directory
  }

  /// The path for `touches`: resolved where possible, never refused.
  func touched(_ path: String?) -> String {
    guard let path else { return roots[0] }
    // What cannot be resolved is refused by `prepare`; until then its letters stand for it.
    return (try? resolve(path)) ?? Paths.normalize(Paths.join(roots[0], path))
  }

  /// The root that holds a resolved path.
  func root(of resolved: String) -> String? { roots.first { Paths.contains($0, resolved) } }

  /// Whether a resolved path is in the session's spool.
  func isSpooled(_ resolved: String) -> Bool {
    spool.map { Paths.contains($0, resolved) } ?? false
  }

  /// A resolved path as people write it: relative to the workspace root where it is below it.
  func name(_ resolved: String) -> String {
    guard Paths.contains(roots[0], resolved), resolved != roots[0] else { return resolved }
    return String(resolved.dropFirst(roots[0] == "/" ? 1 : roots[0].count + 1))
  }

  private func resolve(_ path: String) throws(ToolError) -> String {
    guard !path.isEmpty else { throw ToolError(.arguments, "path is empty: name a file") }
    guard !path.utf8.contains(0) else {
      throw ToolError(.arguments, "path contains a NUL character, which no file name can have")
    }
    guard path != "~", !path.hasPrefix("~/") else {
      throw ToolError(
        .arguments,
        "\(path): `~` is not expanded; write the path absolute or relative to \(roots[0])"
      )
    }
    do throws(PlatformError) { return try Paths.resolve(path, against: roots[0]) } catch {
      throw ToolError(.system, error.message, cause: error)
    }
  }

  private func outside(_ path: String, _ resolved: String, doing verb: String) -> ToolError {
    let lexical = Paths.normalize(Paths.join(roots[0], path))
    let leads = lexical == resolved ? "" : " leads to \(resolved), which"
    return ToolError(
      .forbidden,
      "could not \(verb) \(path): it\(leads) is outside the workspace "
        + "(\(roots.joined(separator: ", "))); the user can add a folder with --add-dir")
  }
}
