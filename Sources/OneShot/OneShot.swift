package import Events

/// Follows one session until what was asked of it has ended.
package struct OneShot: Sendable {
  /// Where output goes; false where nobody reads it any more.
  package typealias Sink = @Sendable (Piece) -> Bool

  /// How long a run goes on after its own answer.
  package enum Afterwards: Sendable {
    /// Somebody else drives the session and is not disturbed by our going.
    case leave
    /// We drive it: what others have asked meanwhile is answered before we go.
    case drain
  }

  private let session: any SessionPort
  private let sink: Sink
  private let afterwards: Afterwards

  package init(session: any SessionPort, afterwards: Afterwards, sink: @escaping Sink) {
    self.session = session
    self.afterwards = afterwards
    self.sink = sink
  }

  /// Follows `session` after what `run` has seen already.
  ///
  /// Ends with the answer, when the session is closed (the report says `left` then), or when
  /// nobody reads the output any more (nil).
  /// Failure: the log cannot be used.
  package func follow(_ run: Run, _ printer: Printer) async throws -> Report? {
    var (run, printer) = (run, printer)
    var ended: Report?
    for try await update in await session.updates(after: run.lastSequence) {
      if case .event(let event) = update { run.apply(event) }
      if ended == nil {
        guard write(printer.print(update)) else { return nil }
        ended = run.report
        if let ended, !write(printer.finish(ended)) { return nil }
      }
      if let ended, afterwards == .leave || !run.isOpen { return ended }
    }
    if let ended { return ended }
    let left = Report(session: session.id, ending: .left)
    return write(printer.finish(left)) ? left : nil
  }

  private func write(_ pieces: [Piece]) -> Bool { pieces.allSatisfy(sink) }
}
