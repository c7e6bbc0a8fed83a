package import Events
package import Wire

/// How a run ended: the result object of `--output-format json`, and the exit code.
package struct Report: Sendable, Equatable {
  package enum Ending: Sendable, Equatable {
    case completed
    case failed(ErrorCode, String)
    /// Somebody ended the turn.
    case cancelled(String)
    case sealed(String)
    /// The run ended before the turn did; the turn stays open.
    case left
  }

  package var session: SessionID
  package var ending: Ending
  /// The text of the message that ended the turn.
  package var text: String
  /// Answers of the model.
  package var turns: Int
  package var durationMs: Int
  package var usage: Usage

  package init(
    session: SessionID, ending: Ending, text: String = "", turns: Int = 0, durationMs: Int = 0,
    usage: Usage = Usage()
  ) {
    self.session = session
    self.ending = ending
    self.text = text
    self.turns = turns
    self.durationMs = durationMs
    self.usage = usage
  }

  /// What happened, in one word: part of the public format.
  package var subtype: String {
    switch ending {
    case .completed: "success"
    case .failed(.maxTurnRequests, _): "max_turns"
    case .failed, .sealed: "error"
    case .cancelled: "cancelled"
    case .left: "interrupted"
    }
  }

  package var exitCode: ExitCode {
    switch ending {
    case .completed: .done
    case .failed(let code, _): ExitCode(code)
    case .cancelled, .sealed, .left: .failed
    }
  }

  /// Why it did not succeed, for people; nil where it did.
  package var trouble: String? {
    switch ending {
    case .completed: nil
    case .failed(.maxTurnRequests, let text): "stopped: \(text)"
    case .failed(let code, let text):
      "failed (\(code.rawValue)): \(text)"
        + (exitCode == .retry ? "; worth trying again later" : "")
    case .cancelled(let reason): "cancelled: \(reason)"
    case .sealed(let reason): "the turn was closed without an answer: \(reason)"
    case .left: "interrupted; the turn stays open"
    }
  }

  package var json: JSON {
    var json: JSON = [
      "type": "result", "subtype": .string(subtype), "is_error": .bool(ending != .completed),
      "result": .string(text), "session_id": session.json, "num_turns": turns.json,
      "duration_ms": durationMs.json, "usage": usage.json,
      "total_cost_usd": usage.estimatedCostUSD?.json ?? .null,
    ]
    switch ending {
    case .completed: break
    case .failed(let code, let text): json["error"] = ["code": code.json, "message": text.json]
    case .cancelled(let reason):
      json["error"] = ["code": "cancelled", "message": .string(reason)]
    case .sealed(let reason): json["error"] = ["code": "sealed", "message": .string(reason)]
    case .left:
      json["error"] = ["code": "interrupted", "message": "the run ended before the turn did"]
    }
    return json
  }
}

/// What the process tells the shell.
package enum ExitCode: Int32, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
  case notConfigured = 3
  case notFound = 4
  /// EX_TEMPFAIL of sysexits.h.
  case retry = 75

  /// For a turn that failed.
  init(_ code: ErrorCode) {
    switch code {
    case .rateLimited, .overloaded, .network, .unavailable, .timeout: self = .retry
    default: self = .failed
    }
  }
}
