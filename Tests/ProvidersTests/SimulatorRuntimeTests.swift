import Events
import Platform
import Runtime
import Synchronization
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorRuntimeTests {
  /// Counts how often it was called.
  final class Count: Tool {
    let definition = ToolDefinition(
      name: "count", description: "Counts.", parameters: ["type": "object"])
    let calls = Mutex(0)

    @concurrent func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
      calls.withLock { $0 += 1 }
      return .success("counted")
    }
  }

  /// The real clocks, but for long waits, which are over at once.
  private func world() throws -> World {
    let skipped = Mutex(Duration.zero)
    return World(
      now: {
        Timestamp(microseconds: SystemClock.now()).adding(skipped.withLock { $0 })
      },
      monotonic: SystemClock.monotonic,
      random: { (.random(in: 0...(.max)), .random(in: 0...(.max))) },
      sleep: { duration in
        if duration < .milliseconds(500) {
          try await ContinuousClock().sleep(for: duration)
        } else {
          skipped.withLock { $0 += duration }
        }
      },
      executor: try LogThread(), driver: "test")
  }

  @Test func aScriptWithEveryFaultComesToItsEnd() async throws {
    let file = try TemporaryFile(
      """
      { "on_exhausted": "error", "steps": [
        { "error": { "code": "rate_limited", "retry_after_s": 1 } },
        { "text": "I shall coun", "cut_after": 8 },
        { "calls": [{ "name": "count" }], "cut_in_call": true },
        { "text": "I shall count.", "calls": [{ "name": "count" }] },
        { "text": "Cou", "error": { "code": "overloaded" } },
        { "text": "Counted.", "thinking": "easy" },
        { "error": { "code": "refusal", "message": "no more" } },
        { "text": "Bye." } ] }
      """)
    let count = Count()
    let store = MemoryStore(spools: "/tmp/none")
    func host() throws -> Host {
      Builder(world: try world()).model(Simulator()).tool(count).store(store)
        .capability(
          Capability(id: "c", context: { _ in [ContextNote(kind: "e", text: "<environment>\n")] })
        )
        .session {
          $0.provider = "llmsim"
          $0.model = "script:\(file.path)"
        }.build()
    }
    let first = try await host().run("count")
    #expect(first.text == "Counted.")
    #expect(first.error == nil)
    #expect(count.calls.withLock { $0 } == 1)
    // Another process goes on where this one stopped, and meets the faults that come then.
    let later = try host()
    let refused = try await later.run("more", in: first.sessionID)
    #expect(refused.errorCode == .refusal)
    #expect(refused.error == "no more")
    #expect(try await later.run("more", in: first.sessionID).text == "Bye.")
    let end = try await later.run("more", in: first.sessionID)
    #expect(end.error?.contains("all 8 steps") == true)
    #expect(count.calls.withLock { $0 } == 1)
  }

  @Test func theNotesAreTheRuntimesOwn() {
    #expect(Runtime.Conversation.cutOffNote.hasPrefix(SimulatorHistory.cutNote))
  }
}
