/// What `-m` names: a model, and possibly its provider and how hard it is to think.
package struct ModelChoice: Sendable, Equatable {
  package var provider: String?
  package var model: String
  package var effort: String?

  /// The last part of a model may be one of these.
  package static let efforts = ["minimal", "low", "medium", "high", "xhigh"]

  package init(provider: String? = nil, model: String, effort: String? = nil) {
    self.provider = provider
    self.model = model
    self.effort = effort
  }

  /// Reads `model`, `provider/model` and `model:effort`.
  ///
  /// The part before a slash is a provider only if it is one of `providers`, and not where another
  /// provider was named by a flag: names of models hold slashes too.
  package init(_ text: String, providers: [String], named: String?) {
    var rest = text[...]
    provider = named
    if let slash = rest.firstIndex(of: "/") {
      let before = String(rest[..<slash])
      if named == nil ? providers.contains(before) : named == before {
        provider = before
        rest = rest[rest.index(after: slash)...]
      }
    }
    if let colon = rest.lastIndex(of: ":"), colon > rest.startIndex,
      Self.efforts.contains(String(rest[rest.index(after: colon)...]))
    {
      effort = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    model = String(rest)
  }
}
