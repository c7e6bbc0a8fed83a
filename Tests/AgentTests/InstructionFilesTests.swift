import Platform
import Runtime
import Testing

@testable import Agent

@Suite struct InstructionFilesTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func files(_ root: String, roots: [String] = []) async -> InstructionFiles {
    await InstructionFiles(
      Workspace(root: scratch[root], roots: roots), configDirectory: scratch["config"])
  }

  private func prompt(_ root: String = "repo") async -> String { await files(root).prompt }

  @Test func fromTheUserAndTheRepositoryDownToTheWorkspace() async throws {
    try scratch.write("AGENTS.md", "above the repository")
    try scratch.write("config/AGENTS.md", "user")
    try scratch.directory("repo/.git")
    try scratch.write("repo/AGENTS.md", "top\n")
    try scratch.write("repo/CLAUDE.md", "not beside AGENTS.md")
    try scratch.write("repo/a/CLAUDE.md", "\u{FEFF}middle")
    try scratch.write("repo/a/b/AGENTS.md", "near\r\n")
    try scratch.write("repo/a/b/c/AGENTS.md", "below the workspace")
    #expect(
      await prompt("repo/a/b") == """
        \(InstructionFiles.heading)

        <instructions path="\(scratch["config/AGENTS.md"])">
        user
        </instructions>

        <instructions path="\(scratch["repo/AGENTS.md"])">
        top
        </instructions>

        <instructions path="\(scratch["repo/a/CLAUDE.md"])">
        middle
        </instructions>

        <instructions path="\(scratch["repo/a/b/AGENTS.md"])">
        near
        </instructions>
        """)
  }

  @Test func withoutARepositoryOnlyTheWorkspaceCounts() async throws {
    try scratch.write("AGENTS.md", "above")
    try scratch.write("plain/AGENTS.md", "here")
    #expect(await files("plain").files.map(\.path) == [scratch["plain/AGENTS.md"]])
  }

  @Test func nothingThereAddsNothing() async throws {
    try scratch.directory("repo/.git")
    #expect(await prompt() == "")
    try scratch.write("repo/AGENTS.md", " \n\t\r\n")
    #expect(await prompt() == "")
    #expect(await prompt("nowhere") == "")
    let none = await InstructionFiles(Workspace(root: scratch["repo"]), configDirectory: nil)
    #expect(none.files == [])
  }

  @Test func itIsReadAgainEachTime() async throws {
    let capability = Capability.instructions(configDirectory: nil)
    let workspace = Workspace(root: try scratch.directory("repo"))
    #expect(await capability.prompt(workspace) == "")
    for text in ["first", "second"] {
      try scratch.write("repo/AGENTS.md", text)
      #expect(await capability.prompt(workspace).contains("\n\(text)\n"))
    }
  }

  @Test func symlinksInsideAreFollowedAndTakenOnce() async throws {
    try scratch.directory("repo/.git")
    try scratch.write("repo/docs/agents.md", "linked")
    try scratch.link("repo/AGENTS.md", to: "docs/agents.md")
    try scratch.directory("repo/sub")
    try scratch.link("repo/sub/AGENTS.md", to: "../AGENTS.md")
    #expect(
      await files("repo/sub").files == [
        .init(path: scratch["repo/AGENTS.md"], content: .bytes(Array("linked".utf8)))
      ])
  }

  @Test func aSymlinkOutOfTheProjectIsNotRead() async throws {
    try scratch.directory("repo/.git")
    try scratch.write("private/key", "secret")
    try scratch.link("repo/AGENTS.md", to: "../private/key")
    let found = await prompt()
    #expect(!found.contains("secret"))
    #expect(
      found.contains(
        "[Not read: it is a symbolic link that leads out of the project, to "
          + scratch["private/key"]))
    // A further root is part of the project; the user's own file may be anywhere.
    #expect(
      await files("repo", roots: [scratch["private"]]).files.map(\.content) == [
        .bytes(Array("secret".utf8))
      ])
    try Files.remove(scratch["repo/AGENTS.md"])
    try scratch.directory("config")
    try scratch.link("config/AGENTS.md", to: scratch["private/key"])
    #expect(await prompt().contains("secret"))
  }

  @Test func whatCannotBeReadIsSaid() async throws {
    try scratch.directory("repo/.git")
    try scratch.directory("repo/AGENTS.md")
    try scratch.write("repo/CLAUDE.md", "not instead")
    #expect(await prompt().contains("[Not read: could not read \(scratch["repo/AGENTS.md"])"))
    #expect(await !prompt().contains("not instead"))
    try Files.remove(scratch["repo/AGENTS.md"])
    try scratch.link("repo/AGENTS.md", to: "AGENTS.md")
    #expect(await prompt().contains("[Not read: could not resolve"))
    try Files.remove(scratch["repo/AGENTS.md"])
    try scratch.link("repo/AGENTS.md", to: "gone.md")
    #expect(await prompt().contains("[Not read: could not open \(scratch["repo/gone.md"])"))
  }

  @Test func bytesThatAreNoText() async throws {
    try scratch.write("repo/AGENTS.md", bytes: [0x61, 0x00, 0x62, 0xFF, 0x63, 0xC3])
    #expect(await prompt().contains("\na\u{FFFD}b\u{FFFD}c\u{FFFD}\n</instructions>"))
  }

  @Test func fiveMegabytesAreCutWithANote() async throws {
    let line = String(repeating: "x", count: 99) + "\n"
    let count = 50_000
    try scratch.write("repo/AGENTS.md", String(repeating: line, count: count))
    let found = await prompt()
    let kept = InstructionFiles.budget / 100 * 100 - 1
    #expect(
      found.hasSuffix(
        "xxx\n[Cut here: the first \(kept) of \(count * 100) bytes; read "
          + "\(scratch["repo/AGENTS.md"]) for the rest]\n</instructions>"))
    #expect(found.utf8.count < InstructionFiles.budget + 1000)
  }

  @Test func aLongLineIsCutAtAWholeCharacter() async throws {
    try scratch.write("repo/AGENTS.md", "a" + String(repeating: "é", count: 20_000))
    let found = await prompt()
    #expect(found.contains("é\n[Cut here: the first 32767 of 40001 bytes"))
    #expect(!found.contains("\u{FFFD}"))
  }

  @Test func smallFilesKeepTheirPlaceBesideALargeOne() async throws {
    try scratch.directory("repo/.git")
    try scratch.write("repo/AGENTS.md", String(repeating: "large\n", count: 100_000))
    try scratch.write("repo/a/AGENTS.md", "small")
    let found = await prompt("repo/a")
    #expect(found.contains("\nsmall\n</instructions>"))
    #expect(found.contains("[Cut here: the first 32"))
  }

  @Test(arguments: [
    ([], 10, []), ([3, 4], 10, [3, 4]), ([30, 4], 10, [6, 4]), ([30, 40], 10, [5, 5]),
    ([9, 1, 9], 10, [4, 1, 5]), ([0, 99], 10, [0, 10]),
  ]) func theBudgetIsSharedFairly(sizes: [Int], budget: Int, shares: [Int]) {
    #expect(InstructionFiles.shares(of: sizes, budget: budget) == shares)
  }
}
