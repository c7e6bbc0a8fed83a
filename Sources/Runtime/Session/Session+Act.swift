import Events
import Wire

extension Session {
  enum Continuation { case running, adopting }

  /// Prepares a call, records that it starts, runs it, and records its outcome.
  func run(_ id: CallID, attempt: Int) async throws(StoreError) {
    guard let call = openCall(id)?.call else { return }
    let tool: any Tool
    switch kit.check(call) {
    case .refused(let why): return try refuse(call, attempt, .failed(why))
    case .accepted(let found): tool = found
    }
    // As long as nothing has happened, whoever drives next finds the call as it was.
    let permission = await kit.permit(call, tool.definition)
    if Task.isCancelled { return }
    if case .deny(let why) = permission {
      return try refuse(call, attempt, .failed(why, status: .denied), tool.definition.effectClass)
    }
    let context = context(for: id)
    let preparation = await tool.prepare(call, in: context)
    if Task.isCancelled { return }
    switch preparation {
    case .settled(let narration, let outcome):
      try refuse(call, attempt, outcome, tool.definition.effectClass, narration)
    case .ready(let narration, let files):
      let started = ToolStarted(
        call: call, effectClass: tool.definition.effectClass, narration: narration,
        attempt: attempt, files: files)
      try record([.toolStarted(started)])
      let began = world.monotonic()
      let outcome = await tool.run(started, in: context)
      try settled(call, outcome, since: began)
    }
  }

  /// Goes on with a call that an earlier driver started.
  func finish(_ id: CallID, _ how: Continuation) async throws(StoreError) {
    guard let call = openCall(id), case .started(let started, _) = call.stage else { return }
    guard let tool = kit.tool(call.call.name) else {
      return try settled(call.call, .failed(kit.unknownTool(call.call.name)), since: nil)
    }
    let context = context(for: id)
    let outcome =
      switch how {
      case .running: await tool.run(started, in: context)
      case .adopting: await tool.adopt(started, in: context)
      }
    try settled(call.call, outcome, since: nil)
  }

  /// Looks at the world about a call that an earlier driver started.
  func inspect(_ id: CallID) async throws(StoreError) {
    guard let call = openCall(id), case .started(let started, _) = call.stage else { return }
    let finding = await kit.tool(call.call.name)?.inspect(started, in: context(for: id))
    try record([.callInspected(CallInspected(callID: id, finding: finding ?? .unknown))])
  }

  /// Gives a call its result without running it.
  func settle(_ id: CallID, _ settlement: Effect.Settlement) throws(StoreError) {
    guard let call = openCall(id)?.call else { return }
    switch settlement {
    case .cancelled: try record(state.cancelling(call))
    case .interrupted(let why):
      try settled(call, .failed(why, status: .interrupted), since: nil)
    }
  }

  private func refuse(
    _ call: ToolCall, _ attempt: Int, _ outcome: ToolOutcome, _ effect: EffectClass = .pure,
    _ narration: String? = nil
  ) throws(StoreError) {
    let started = ToolStarted(
      call: call, effectClass: effect, narration: narration ?? call.name, attempt: attempt)
    try record(
      [.toolStarted(started), .toolCompleted(completed(call, bounded(outcome), durationMs: 0))]
        + state.actCompleted(with: call.id))
  }

  private func settled(
    _ call: ToolCall, _ outcome: ToolOutcome, since began: Duration?
  ) throws(StoreError) {
    let duration = began.map { (world.monotonic() - $0).milliseconds }
    let fact = Fact.toolCompleted(completed(call, bounded(outcome), durationMs: duration))
    try record([fact] + state.actCompleted(with: call.id))
  }

  private func openCall(_ id: CallID) -> CallState? {
    state.turn?.calls.first { $0.call.id == id && !$0.isSettled }
  }

  private func context(for call: CallID) -> ToolContext {
    let (store, session) = (store, id)
    return ToolContext(
      session: session, workspace: state.workspace, known: state.knownFiles,
      attemptDirectory: { store.attemptDirectory(of: call, attempt: $0, in: session) },
      putBlob: { [weak self] bytes, type in
        guard let self else { throw CancellationError() }
        return try await self.putBlob(bytes, type)
      },
      blob: { [weak self] hash in
        guard let self else { throw CancellationError() }
        return try await self.blob(hash)
      },
      show: { [feed] text in feed.publish(.toolOutput(callID: call, text: text)) })
  }

  private func putBlob(_ bytes: [UInt8], _ mediaType: String) throws -> String {
    try store.putBlob(bytes, mediaType: mediaType)
  }

  private func blob(_ hash: String) throws -> [UInt8]? { try store.blob(hash) }
}

/// The last guard of `Limits.toolResultBytes`: tools bound their results themselves, and better.
func bounded(_ outcome: ToolOutcome) -> ToolOutcome {
  var outcome = outcome
  var left = Limits.toolResultBytes
  func bounded(_ text: String) -> String {
    let size = text.utf8.count
    defer { left -= min(left, size) }
    guard size > left else { return text }
    let kept = String(decoding: text.utf8.prefix(left), as: UTF8.self)
    return kept + "\n[\(size - left) bytes more were left out]"
  }
  outcome.error = outcome.error.map(bounded)
  outcome.content = outcome.content.map { part in part.text.map { .text(bounded($0)) } ?? part }
  return outcome
}
