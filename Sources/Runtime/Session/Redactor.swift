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
  public func callAsFunction(_ fact: Fact) -> Fact {
    if secrets.isEmpty { return fact }
    let data = fact.data
    let clean = redact(data)
    return clean == data ? fact : Fact(type: fact.type, data: clean)
  }

  private func redact(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): return .string(redact(text))
    case .array(let items): return .array(items.map(redact))
    case .object(let object):
      var clean = JSONObject()
      for (key, value) in object { clean[redact(key)] = redact(value) }
      return .object(clean)
    case .null, .bool, .int, .double: return json
    }
  }

  private func redact(_ text: String) -> String {
    secrets.reduce(text) { text, secret in
      text.contains(secret) ? text.replacing(secret, with: "[redacted]") : text
    }
  }
}
