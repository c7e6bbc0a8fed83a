import Testing
import Wire

/// Keys of providers stay out of everything that is stored.
struct SecretTests {
  @Test func aKeyInTheEnvironmentIsNowhereInTheData() async throws {
    let yolo = try Yolo()
    let key = "sk-secret-\(UInt64.random(in: 0...UInt64.max))"
    try yolo.write("leak.txt", "the key is \(key)\n")
    let model = try yolo.script(
      [
        "calls": [
          ["name": "bash", "arguments": ["command": "env; tr '\\0' '\\n' < /proc/self/environ"]],
          ["name": "read_file", "arguments": ["path": "leak.txt"]],
        ]
      ],
      ["text": "done"])
    let result = try await yolo(
      "-p", "my key is \(key)", "--provider", "llmsim", "-m", model,
      environment: ["OPENAI_API_KEY": key, "VISIBLE": "seen"])
    #expect(result.code == 0, "\(result.err)")
    let found = try await yolo.shell("grep -rac -e \(key) \(yolo.home) | grep -v ':0$'")
    #expect(found.out == "")
    // The search itself finds what is there.
    let seen = try await yolo.shell("grep -rac -e VISIBLE=seen \(yolo.home) | grep -v ':0$'")
    #expect(seen.out != "")
  }
}
