public import Events

/// What follows a failed attempt at a model call.
public enum RetryDecision: Sendable, Equatable {
  case retry(after: Duration)
  case giveUp
}

extension ErrorCode {
  /// Whether the same question may be answered a moment later.
  public var isTransient: Bool {
    switch self {
    case .rateLimited, .overloaded, .unavailable, .timeout, .network: true
    case .authentication, .permission, .quotaExhausted, .requestTooLarge, .invalidRequest,
      .modelNotFound, .refusal, .maxTokens, .maxTurnRequests, .cancelled, .interrupted, .internal:
      false
    }
  }
}

/// Exponential from `Limits.retryFirst` to `Limits.retryMax`, ±25 %, never sooner than the
/// provider asks, at most `Limits.modelAttempts` attempts within `Limits.retryTotal`.
///
/// - Parameters:
///   - failures: attempts that failed so far, this one included.
///   - elapsed: since the first failure.
///   - jitter: 0 ..< 1, from the world's random source.
public func decideRetry(
  code: ErrorCode, failures: Int, elapsed: Duration, retryAfter: Duration?, jitter: Double
) -> RetryDecision {
  guard code.isTransient, failures < Limits.modelAttempts else { return .giveUp }
  var delay = Limits.retryFirst
  for _ in 1..<max(1, failures) { delay = min(delay * 2, Limits.retryMax) }
  delay = delay * (0.75 + 0.5 * jitter)
  if let retryAfter { delay = max(delay, retryAfter) }
  return elapsed + delay > Limits.retryTotal ? .giveUp : .retry(after: delay)
}
