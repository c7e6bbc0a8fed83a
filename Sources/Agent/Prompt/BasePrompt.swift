package import Runtime

extension Capability {
  /// What makes a model a coding agent: how it works, what it takes care of, how it reports.
  package static let base = Capability(id: "base", prompt: { _ in BasePrompt.text })
}

/// The text of `BasePrompt.md`, which is built into the program.
package enum BasePrompt {
  /// Characters of everything in a system prompt that is the same for everybody.
  package static let limit = 5600

  package static let text = String(decoding: PackageResources.BasePrompt_md, as: UTF8.self)
}
