public import Events
import Wire

/// Keeps secrets known to the process out of the log.
public struct Redactor: Sendable {
  /// Shorter strings are not taken for secrets: they would black out ordinary text.
  public static let minimumLength = 8

  private let secrets: [String]

  public init(_ secrets: [String]) {
    self.secrets = Set(secrets).filter { $0.utf8.count >= Self.minimumLength }
      .sorted { $0.utf8.count > $1.utf8.count }
  }

  /// The fact with every secret in it replaced by `[redacted]`.
  ///
  /// Limits: a secret that is a word of the format itself, so that the fact could not be read any
  /// more without it, stays in that fact.
  public func callAsFunction(_ fact: Fact) -> Fact {
    secrets.reduce(fact) { fact, secret in
      let data = fact.data
      let clean = redact(data, secret)
      if clean == data { return fact }
      let redacted = Fact(type: fact.type, data: clean)
      return redacted.isUnknown && !fact.isUnknown ? fact : redacted
    }
  }

  private func redact(_ json: JSON, _ secret: String) -> JSON {
    switch json {
    case .string(let text): return .string(redact(text, secret))
    case .array(let items): return .array(items.map { redact($0, secret) })
    case .object(let object):
      var clean = JSONObject()
      for (key, value) in object { clean[redact(key, secret)] = redact(value, secret) }
      return .object(clean)
    case .null, .bool, .int, .double: return json
    }
  }

  private func redact(_ text: String, _ secret: String) -> String {
    text.contains(secret) ? text.replacing(secret, with: "[redacted]") : text
  }
}

extension Fact {
  fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
