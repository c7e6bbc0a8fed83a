import Wire

/// The ids that tracing tools expect, derived from the fact: they are shown, never stored.
extension Event {
  /// The context as it is exported: with the turn as trace, and spans for what has two ends.
  var tracedContext: JSON {
    var json = context.json
    json["trace_id"] = context.turnID?.json
    json["span_id"] = spanID.map { .string($0) }
    json["parent_span_id"] = parentSpanID.map { .string($0) }
    return json
  }

  /// What both ends of one thing share.
  private var spanID: String? {
    switch fact {
    case .turnStarted, .turnCompleted, .turnFailed, .turnCancelled, .turnSealed:
      context.turnID?.text
    case .reasonStarted, .reasonCompleted, .actStarted, .actCompleted: context.execID?.text
    case .outputStarted(let started): started.messageID.text
    case .outputCompleted(let completed): completed.message.id.text
    case .toolStarted(let started): started.call.id.text
    case .toolCompleted(let completed): completed.callID.text
    default: nil
    }
  }

  private var parentSpanID: String? {
    switch fact {
    case .reasonStarted, .reasonCompleted, .actStarted, .actCompleted: context.turnID?.text
    case .outputStarted, .outputCompleted, .toolStarted, .toolCompleted: context.execID?.text
    default: nil
    }
  }
}
