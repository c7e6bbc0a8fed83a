import Events

extension Batch {
  /// Stops the program unless the events are this session's, in sequence after `expectedLast`.
  public func requireWellFormed() {
    precondition(
      summary.id == session, "a batch of \(session) carries the summary of \(summary.id)")
    for (index, event) in events.enumerated() {
      precondition(
        event.sessionID == session && event.sequence == expectedLast + 1 + index,
        """
        a batch of \(session) after \(expectedLast) has event \(event.sequence) \
        of \(event.sessionID) at place \(index)
        """)
    }
  }
}

extension StoreError {
  /// The error of a batch that does not continue a log whose last event is `found`.
  public static func conflict(_ batch: Batch, found: Int) -> StoreError {
    StoreError(
      code: .conflict,
      message: """
        could not record in \(batch.session): its log ends at event \(found), not at \
        \(batch.expectedLast), so somebody else has written to it; load the session again
        """)
  }
}
