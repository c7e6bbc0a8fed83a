public import Events

extension SessionSummary {
  /// The order of lists: what was used last comes first.
  public func isListedBefore(_ other: SessionSummary) -> Bool {
    if updatedAt != other.updatedAt { return updatedAt > other.updatedAt }
    if createdAt != other.createdAt { return createdAt > other.createdAt }
    return id.text > other.id.text
  }

  /// The summary as it reads now: an open turn is running only where somebody owns the session.
  public func withStatus(isOwned: Bool) -> SessionSummary {
    var summary = self
    if status != .idle { summary.status = isOwned ? .running : .interrupted }
    return summary
  }
}
