package import Events

/// Follows one session until what was asked of it has ended.
package struct OneShot: Sendable {
  /// Where output goes; false where nobody reads it any more. Throws where it cannot be written.
  package typealias Sink = @Sendable (Piece) throws -> Bool

  private let session: any SessionPort
  private let sink: Sink

  package init(session: any SessionPort, sink: @escaping Sink) {
    self.session = session
    self.sink = sink
  }

  /// Follows `session` after what `run` has seen already.
  ///
  /// Ends with the answer, when the session is closed (the report says `left` then), or when
  /// nobody reads the output any more (nil).
  /// Failure: the log cannot be used, or the output not be written.
  package func follow(_ run: Run, _ printer: Printer) async throws -> Report? {
    var (run, printer) = (run, printer)
    for try await update in await session.updates(after: run.lastSequence) {
      if case .event(let event) = update { run.apply(event) }
      guard try write(printer.print(update)) else { return nil }
      if let report = run.report { return try write(printer.finish(report)) ? report : nil }
    }
    let left = Report(session: session.id, ending: .left)
    return try write(printer.finish(left)) ? left : nil
  }

  private func write(_ pieces: [Piece]) throws -> Bool { try pieces.allSatisfy(sink) }
}
