import Glibc
import Testing
import Wire

/// Texts that people and models read, word for word: a change of one is seen in review.
/// `make golden` rewrites the files.
struct GoldenTests {
  private let yolo: Yolo

  init() throws { yolo = try Yolo() }

  private func check(_ name: String, _ text: String) throws {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let path = "/\(tests)/Fixtures/golden/\(name)"
    if getenv("YOLO_GOLDEN") != nil {
      let file = try #require(fopen(path, "w"))
      fputs(text, file)
      fclose(file)
    }
    #expect(text == Shell.contents(path), "\(name) differs; if it should, run: make golden")
  }

  @Test func help() async throws {
    try check("help.txt", try await yolo("--help").out)
  }

  /// The system prompt, the instructions of the project and the tools, as a model is sent them.
  @Test func context() async throws {
    try yolo.write("AGENTS.md", "Run the tests with `make test`.\n")
    let json = try JSON.parse(
      try await yolo("context", "--json", "--provider", "llmsim", "-m", "echo").out)
    var text = "# system\n\n\(json["system"]?.string ?? "")\n"
    for tool in json["tools"]?.array ?? [] {
      text += "\n# \(tool["name"]?.string ?? "") (\(tool["effect_class"]?.string ?? ""))\n\n"
      text += "\(tool["description"]?.string ?? "")\n\(tool["parameters"]?.pretty ?? "")\n"
    }
    try check("context.txt", text.replacing(yolo.workspace, with: "/work"))
  }
}
