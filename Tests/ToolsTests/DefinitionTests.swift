import Events
import Runtime
import Testing
import Wire

@testable import Tools

/// What models are told about the tools.
struct DefinitionTests {
  private let tools = Toolset.coding(environment: plainEnvironment)

  @Test func `the four, with their effect classes`() {
    #expect(tools.map(\.definition.name) == ["read_file", "write_file", "edit_file", "bash"])
    #expect(
      tools.map(\.definition.effectClass) == [.pure, .filePlan, .filePlan, .command])
  }

  @Test func `together they take less than 1200 tokens of four characters`() {
    let texts = tools.map { tool in
      let definition = tool.definition
      return JSON.object([
        "name": .string(definition.name), "description": .string(definition.description),
        "parameters": definition.parameters,
      ]).text
    }
    #expect(texts.joined().count < 1200 * 4)
    #expect(tools.allSatisfy { $0.definition.description.count > 100 })
    #expect(tools.allSatisfy { $0.definition.description.last == "." })
  }

  @Test(
    arguments: [
      ("read_file", ["path": "a", "offset": 1, "limit": 5], true), ("read_file", [:], false),
      ("read_file", ["path": "a", "offset": 0], false),
      ("read_file", ["path": "a", "x": 1], false),
      ("write_file", ["path": "a", "content": ""], true), ("write_file", ["path": "a"], false),
      ("edit_file", ["path": "a", "edits": [["old_text": "a", "new_text": ""]]], true),
      ("edit_file", ["path": "a", "edits": []], false),
      ("edit_file", ["path": "a", "edits": [["old_text": "", "new_text": "a"]]], false),
      (
        "edit_file", ["path": "a", "edits": [["old_text": "a", "new_text": "", "all": true]]], false
      ),
      ("bash", ["command": "ls", "timeout": 600, "description": "Lists"], true),
      ("bash", ["command": "ls", "timeout": 601], false),
      ("bash", ["command": "ls", "background": true], false),
    ] as [(String, JSON, Bool)])
  func `the schemas take what the tools take`(name: String, arguments: JSON, isValid: Bool) throws {
    let tool = try #require(tools.first { $0.definition.name == name })
    #expect(
      JSONSchema(tool.definition.parameters).problems(in: arguments).isEmpty == isValid)
  }
}
