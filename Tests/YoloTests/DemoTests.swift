import Testing

/// The demonstration: the first thing a stranger sees.
struct DemoTests {
  @Test(arguments: [[], ["--crash"]])
  func itWorksAndLeavesNothing(flags: [String]) async throws {
    let yolo = try Yolo()
    let result = try await yolo.start(["demo"] + flags).end()
    #expect(result.code == 0, "\(result.out)\n\(result.err)")
    #expect(result.out.contains("The model is simulated"))
    #expect(result.out.contains("not ok  two prices: expected 749, found 499"))
    #expect(result.out.contains("+  total=$((total + price))"))
    #expect(result.out.contains("0 of 4 checks failed"))
    #expect(result.out.contains("The last command ended with exit status 0."))
    #expect(result.out.contains("SIGKILL") == !flags.isEmpty)
    #expect(result.out.contains("was adopted") == !flags.isEmpty)
    // Nothing in the workspace, in the data directory or among the temporary files.
    #expect(try await yolo.shell("ls -A . \(yolo.home) 2>/dev/null").out == ".:\n")
    #expect(try await yolo.shell("ls -d \(yolo.directory)/yolo* 2>/dev/null").out == "")
  }
}
