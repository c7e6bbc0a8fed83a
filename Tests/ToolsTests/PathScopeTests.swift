import Events
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// Where files may be read and written.
struct PathScopeTests {
  private let sandbox: Sandbox

  init() async throws {
    sandbox = try Sandbox()
    try await sandbox.shell(
      """
      mkdir -p ../outside ../added sub .git/hooks .github ../sessions/one/calls/old.1
      echo secret > ../outside/file; echo x > ../sessions/one/calls/old.1/output
      ln -s sub inside; ln -s ../outside out; ln -s loop loop; ln -s .git/config cfg
      """)
  }

  private func readable(_ path: String, roots: [String] = []) -> Result<String, ToolError> {
    let scope = PathScope(sandbox.context(roots: roots))
    return Result { () throws(ToolError) in try scope.readable(path) }
  }

  private func writable(_ path: String, roots: [String] = []) -> Result<String, ToolError> {
    let scope = PathScope(sandbox.context(roots: roots))
    return Result { () throws(ToolError) in try scope.writable(path) }
  }

  @Test(arguments: [
    ("a", "a"), ("./a", "a"), ("sub/../a", "a"), ("inside/a", "sub/a"), ("a//b", "a/b"),
    ("x/y/z", "x/y/z"), (".github/ci", ".github/ci"), (".gitignore", ".gitignore"),
  ])
  func `paths inside are resolved`(path: String, resolved: String) {
    #expect(readable(path) == .success(sandbox.path(resolved)))
    #expect(writable(path) == .success(sandbox.path(resolved)))
    #expect(writable(sandbox.path(path)) == .success(sandbox.path(resolved)))
  }

  @Test func `paths outside are refused, however they get there`() {
    let add = "; the user can add a folder with --add-dir"
    #expect(
      readable("../outside/file")
        == .failure(
          ToolError(
            .forbidden,
            "could not read ../outside/file: it is outside the workspace (\(sandbox.root))\(add)")))
    #expect(
      writable("out/file")
        == .failure(
          ToolError(
            .forbidden,
            "could not write out/file: it leads to \(sandbox.base)/outside/file, which is outside "
              + "the workspace (\(sandbox.root))\(add)")))
    for path in ["/etc/passwd", "..", "sub/../../outside", sandbox.root + "x"] {
      #expect(throws: ToolError.self) { try readable(path).get() }
    }
  }

  @Test func `a further root is as good as the first`() {
    let added = "\(sandbox.base)/added"
    #expect(writable("\(added)/a", roots: [added]) == .success("\(added)/a"))
    #expect(throws: ToolError.self) { try writable("\(added)/.git/x", roots: [added]).get() }
  }

  @Test func `a further root may be named by a symlink`() {
    let link = sandbox.path("out")
    #expect(
      readable("out/file", roots: [link]) == .success("\(sandbox.base)/outside/file"))
  }

  @Test func `the session's own spool is for reading only`() {
    let output = "\(sandbox.session)/calls/old.1/output"
    #expect(readable(output) == .success(output))
    #expect(throws: ToolError.self) { try writable(output).get() }
    #expect(throws: ToolError.self) { try readable("\(sandbox.base)/sessions/two/x").get() }
  }

  @Test(arguments: [".git/config", ".git", "sub/.git/x", "cfg", "inside/../.git/hooks/pre-commit"])
  func `nothing is written into .git`(path: String) {
    guard case .failure(let error) = writable(path) else {
      Issue.record("\(path) may be written")
      return
    }
    #expect(error.message.contains("is inside .git"))
    #expect(throws: Never.self) { try readable(path).get() }
  }

  @Test func `a loop of symlinks is refused`() {
    #expect(throws: ToolError.self) { try readable("loop/x").get() }
  }

  @Test(arguments: ["~", "~/x"]) func `a tilde is not guessed`(path: String) {
    #expect(throws: ToolError.self) { try readable(path).get() }
    #expect(readable("~x") == .success(sandbox.path("~x")))
  }

  @Test func `generated files are refused only where git ignores them`() async throws {
    try await sandbox.shell(
      "rm -r .git && git init -q . && printf 'build/\\n' > .gitignore && mkdir -p build dist "
        + "&& echo 1 > build/tracked && git add -f build/tracked")
    let tool = WriteFile(environment: plainEnvironment)
    let context = sandbox.context()
    let refused = await tool.perform(["path": "build/out.js", "content": "x"], in: context)
    #expect(
      refused.error
        == "could not write build/out.js: git ignores it as generated in build/ "
        + "(.gitignore:1:build/); change the source it is made from. To allow it, take that line "
        + "out of the ignore file, or track the file with `git add -f`; bash can write it as it is")
    #expect(
      await tool.perform(["path": "dist/out.js", "content": "x"], in: context).status == .success)
    let tracked = await EditFile(environment: plainEnvironment).perform(
      ["path": "build/tracked", "edits": [["old_text": "1", "new_text": "2"]]], in: context)
    #expect(tracked.status == .success)
  }

  @Test func `without a repository nothing counts as ignored`() async throws {
    let plain = try Sandbox()
    let outcome = await WriteFile(environment: plainEnvironment)
      .perform(["path": "build/out.js", "content": "x"], in: plain.context())
    #expect(outcome.status == .success)
  }
}
