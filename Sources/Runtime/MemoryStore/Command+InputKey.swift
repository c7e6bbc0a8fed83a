public import Events

extension Command {
  /// The key under which an input may be posted again without any effect; nil for other commands.
  public var inputKey: String? {
    if case .prompt(_, _, let key) = self { key } else { nil }
  }
}
