public import Wire

/// Tokens and money; counts add up, an unknown price stays unknown.
public struct Usage: JSONRepresentable {
  public var inputTokens: Int
  public var outputTokens: Int
  public var cacheReadTokens: Int
  public var cacheCreationTokens: Int
  public var reasoningTokens: Int
  public var estimatedCostUSD: Double?

  public init(
    inputTokens: Int = 0, outputTokens: Int = 0, cacheReadTokens: Int = 0,
    cacheCreationTokens: Int = 0, reasoningTokens: Int = 0, estimatedCostUSD: Double? = nil
  ) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cacheReadTokens = cacheReadTokens
    self.cacheCreationTokens = cacheCreationTokens
    self.reasoningTokens = reasoningTokens
    self.estimatedCostUSD = estimatedCostUSD
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    inputTokens = try fields("input_tokens")
    outputTokens = try fields("output_tokens")
    cacheReadTokens = try fields.optional("cache_read_tokens") ?? 0
    cacheCreationTokens = try fields.optional("cache_creation_tokens") ?? 0
    reasoningTokens = try fields.optional("reasoning_tokens") ?? 0
    estimatedCostUSD = try fields.optional("estimated_cost_usd")
  }

  public var json: JSON {
    record(
      ("input_tokens", inputTokens.json), ("output_tokens", outputTokens.json),
      ("cache_read_tokens", cacheReadTokens.json),
      ("cache_creation_tokens", cacheCreationTokens.json),
      ("reasoning_tokens", reasoningTokens == 0 ? nil : reasoningTokens.json),
      ("estimated_cost_usd", estimatedCostUSD?.json))
  }

  public static func + (left: Usage, right: Usage) -> Usage {
    Usage(
      inputTokens: left.inputTokens + right.inputTokens,
      outputTokens: left.outputTokens + right.outputTokens,
      cacheReadTokens: left.cacheReadTokens + right.cacheReadTokens,
      cacheCreationTokens: left.cacheCreationTokens + right.cacheCreationTokens,
      reasoningTokens: left.reasoningTokens + right.reasoningTokens,
      estimatedCostUSD: left.estimatedCostUSD.map { $0 + (right.estimatedCostUSD ?? 0) }
        ?? right.estimatedCostUSD)
  }
}
