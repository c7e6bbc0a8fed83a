import Events
import Runtime
import Testing
import Wire

@testable import Agent

@Suite struct EnvironmentNoteTests {
  private static let moment = World.fixed.now()

  @Test func whatIsSaid() async throws {
    let scratch = try Scratch()
    let workspace = Workspace(root: scratch.path, roots: ["/more"])
    let capability = Capability.environment(
      variables: ["USER": "eve\n", "SHELL": "/usr/bin/zsh", "TZ": "Etc/UTC"],
      world: .fixed)
    let notes = await capability.context(workspace)
    #expect(notes.map(\.kind) == ["environment"])
    let lines = try #require(notes.first).text.split(separator: "\n").map(String.init)
    let platform = try #require(lines.first { $0.hasPrefix("Platform: ") })
    #expect(platform.contains("Linux"))
    #expect(
      lines.filter { !$0.hasPrefix("Platform: ") && !$0.hasPrefix("Date: ") } == [
        "<environment>", "Working directory: \(scratch.path)", "Further directories: /more",
        "Shell: bash (the user's own is /usr/bin/zsh)", "User: eve\u{FFFD}", "</environment>",
      ])
    #expect(lines.contains { $0.hasPrefix("Date: ") && $0.contains("2026-11-") })
    #expect(await capability.prompt(workspace) == "")
  }

  @Test func aRepositoryIsNamedEvenWhereGitDoesNotAnswer() async throws {
    let scratch = try Scratch()
    try scratch.directory("repo/.git")
    let root = try scratch.directory("repo/a/b")
    let note = await EnvironmentNote(
      Workspace(root: root), variables: ["PATH": scratch.path], world: .fixed)
    #expect(note.lines.contains("Git: repository \(scratch["repo"])"))
    #expect(!note.lines.contains { $0.hasPrefix("User:") })
    #expect(note.lines.contains("Shell: bash"))
  }

  @Test func manyRootsAreCut() async throws {
    let roots = (1...13).map { "/r\($0)" }
    let note = await EnvironmentNote(
      Workspace(root: "/nowhere", roots: roots), variables: [:], world: .fixed)
    #expect(note.lines[1].hasSuffix("/r9, /r10, and 3 more"))
  }

  @Test(arguments: [
    (0, "Etc/UTC", "Friday 2026-11-20, time zone Etc/UTC (UTC+00:00)"),
    (43_200, "NZST", "Saturday 2026-11-21, time zone NZST (UTC+12:00)"),
    (-12_600, "America/St_Johns", "Friday 2026-11-20, time zone America/St_Johns (UTC-03:30)"),
  ]) func theDateOfAPlace(offset: Int, zone: String, text: String) {
    let time = LocalTime(
      civil: Self.moment.civil(offsetSeconds: offset), offsetSeconds: offset, zone: zone)
    #expect(time.text == text)
  }

  @Test(arguments: [
    ("Europe/Berlin", "Europe/Berlin"), (":Asia/Tokyo", "Asia/Tokyo"),
    ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
  ]) func theZoneHasItsName(variable: String, name: String) {
    #expect(LocalTime(Self.moment, environment: ["TZ": variable]).zone == name)
  }

  @Test func aZoneWithoutANameHasItsLetters() {
    let plain = LocalTime(Self.moment, environment: ["TZ": "CET-1CEST"])
    #expect(!plain.zone.isEmpty && !plain.zone.contains("/"))
  }
}
