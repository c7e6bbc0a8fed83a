/// Which events of a log still count.
public enum Timeline {
  /// The log without what `session.rewound` abandoned, and without those events themselves.
  ///
  /// Read backwards, so that a rewind that was itself rewound has no effect.
  public static func live(_ log: [Event]) -> [Event] {
    var kept: [Event] = []
    kept.reserveCapacity(log.count)
    var limit = Int.max
    for event in log.reversed() where event.sequence <= limit {
      if case .sessionRewound(let rewound) = event.fact {
        limit = min(limit, rewound.toSequence)
      } else {
        kept.append(event)
      }
    }
    return kept.reversed()
  }
}
