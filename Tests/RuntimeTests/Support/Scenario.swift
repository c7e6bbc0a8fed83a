import Events
import Runtime
import Synchronization
import Testing

@testable import Runtime

/// A session over the lives of several processes.
struct Scenario {
  let stage = Stage()
  let store: any Store
  let steps: [Step]
  let executor: TestExecutor
  let model: ScriptedModel
  /// What answers instead of the scripted model, where something else does.
  var driver: (any Model)?

  init(_ steps: [Step], seed: UInt64 = 1, store: any Store = MemoryStore(spools: "/spools")) {
    self.steps = steps
    self.store = store
    executor = TestExecutor(seed: seed)
    model = ScriptedModel(steps, stage, executor.world)
  }

  /// What somebody does at a moment, seeing how things stand.
  typealias Action = @Sendable (SessionState) -> Command?

  /// One process: it opens the session, does `work`, and lives until nothing is left to do, or to
  /// its `fuse`-th operation.
  ///
  /// - Returns: the live state of the session at the end, and the commits made.
  @discardableResult
  func process(
    _ id: SessionID?, fuse: Int? = nil, continuing: OpenRequest.Continuing = .always,
    maxTurns: Int? = nil, atCommits: [Int: Action] = [:],
    _ work: @escaping @Sendable (Session) async -> Void = { _ in },
    while goOn: () -> Bool = { true }
  ) -> (session: Session?, commits: Int) {
    stage.startProcess(fuse: fuse)
    let mortal = MortalStore(store, stage)
    let host = Builder(world: executor.world).store(mortal).model(driver ?? model)
      .tool(LookTool(stage: stage)).tool(OnceTool(stage: stage)).tool(WriteTool(stage: stage))
      .tool(CommandTool(stage: stage))
      .capability(Capability(id: "base", prompt: { _ in "You are tested." }))
      .session {
        $0.cwd = "/work"
        $0.provider = "scripted"
        $0.model = "m"
      }.build()
    let opened = Opened()
    mortal.committed.withLock { [executor] in
      $0 = { number in
        guard let action = atCommits[number] else { return }
        // The next job: between this commit and whatever it brings about.
        Task(executorPreference: executor) {
          guard let session = opened.session.withLock({ $0 }) else { return }
          if let command = action(await session.state) { _ = await session.submit(command) }
        }
      }
    }
    let request = OpenRequest(
      source: id.map { .resume($0) } ?? .new, continuing: continuing, maxTurns: maxTurns)
    Task(executorPreference: executor) {
      // A process that dies while it opens a session leaves none open.
      guard let session = try? await host.open(request) as? Session else { return }
      opened.session.withLock { $0 = session }
      await work(session)
    }
    let isQuiet = executor.run(while: goOn)
    #expect(isQuiet, "the process never came to rest")
    return (opened.session.withLock { $0 }, mortal.appends.withLock { $0 })
  }

  /// Does `work` and whatever follows from it, to the end.
  @discardableResult
  func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let result = Mutex<Result<Value, any Error>?>(nil)
    Task(executorPreference: executor) {
      do {
        let value = try await work()
        result.withLock { $0 = .success(value) }
      } catch {
        result.withLock { $0 = .failure(error) }
      }
    }
    executor.run()
    return try #require(result.withLock { $0 }, "it hangs").get()
  }

  func log(_ id: SessionID) throws -> [Event] { try store.log(of: id) }

  /// The session of a process, once it is open.
  private final class Opened: Sendable {
    let session = Mutex<Session?>(nil)
  }

  static func say(_ text: String, key: String, _ delivery: Delivery = .newTurn) -> Command {
    .prompt(content: [.text(text)], delivery: delivery, key: key)
  }
}

/// The laws that hold for every log at rest, whatever happened.
func checkLaws(_ scenario: Scenario, _ session: Session, _ note: Comment) throws {
  let id = session.id
  let log = try scenario.log(id)
  let live = session.now
  let folded = SessionState(id: id, log: log)
  #expect(folded == live, "replay: \(note)")
  #expect(log.map(\.sequence) == Array(1..<(log.count + 1)), "gap-free: \(note)")
  #expect(live.turn == nil && live.queue.isEmpty, "at rest: \(note)")
  checkHistory(live.conversation.messages, note)
  for (effect, count) in scenario.stage({ $0.effects }) {
    #expect(count <= 1, "\(effect) happened \(count) times: \(note)")
  }
}

/// No provider may be able to refuse the history.
func checkHistory(_ messages: [PromptMessage], _ note: Comment) {
  var seen: Set<CallID> = []
  for (index, message) in messages.enumerated() {
    #expect(!message.content.isEmpty, "empty message: \(note)")
    let calls = message.content.compactMap { part -> CallID? in
      if case .toolCall(let call) = part { call.id } else { nil }
    }
    for call in calls { #expect(seen.insert(call).inserted, "call twice: \(note)") }
    if !calls.isEmpty {
      let next = index + 1 < messages.count ? messages[index + 1] : nil
      let answered = next?.content.compactMap { part -> CallID? in
        if case .toolResult(let result) = part { result.callID } else { nil }
      }
      #expect(next?.role == .toolResult && answered == calls, "unanswered calls: \(note)")
    }
    if index > 0, message.role == .user {
      #expect(messages[index - 1].role != .user, "two user messages: \(note)")
    }
  }
}

extension Session {
  /// The state at rest: nothing runs while a test looks.
  nonisolated var now: SessionState { assumeIsolated { $0.state } }
}
