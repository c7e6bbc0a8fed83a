/// A first word that is not a prompt.
package struct Subcommand: Sendable, Equatable {
  package enum Name: String, Sendable, CaseIterable {
    case demo, sessions, context, config, setup, models, mcp, into, doctor, completion, version
    case help
  }

  /// The second words of one, and whether this version has them.
  package struct Verb: Sendable, Equatable {
    package var name: String
    /// What it needs after it, for help; empty for nothing.
    package var operand: String
    package var since: Flag.Since

    init(_ name: String, _ operand: String = "", _ since: Flag.Since = .built) {
      self.name = name
      self.operand = operand
      self.since = since
    }
  }

  package var name: Name
  package var verbs: [Verb]
  package var since: Flag.Since
  /// One sentence without a full stop.
  package var help: String

  private init(
    _ name: Name, _ since: Flag.Since = .built, verbs: [Verb] = [], help: String
  ) {
    self.name = name
    self.since = since
    self.verbs = verbs
    self.help = help
  }

  /// Every subcommand, in the order of help.
  package static let table: [Subcommand] = [
    Subcommand(.demo, help: "A real run in a temporary project, with a simulated model"),
    Subcommand(
      .sessions,
      verbs: [
        Verb("list"), Verb("show", "ID"), Verb("search", "TEXT", .planned),
        Verb("export", "ID", .planned), Verb("rename", "ID", .planned),
        Verb("delete", "ID", .planned),
      ], help: "What was said and done so far"),
    Subcommand(.context, help: "Exactly what the model would be sent next"),
    Subcommand(.doctor, help: "Whether everything yolo needs is there"),
    Subcommand(.version, help: "The version, and with --licenses the notices of what is built in"),
    Subcommand(.help, help: "Help on a subject"),
    Subcommand(.config, .planned, help: "Settings"),
    Subcommand(.setup, .planned, help: "Choose a provider and a model"),
    Subcommand(.models, .planned, help: "The models there are"),
    Subcommand(.mcp, .planned, help: "MCP servers"),
    Subcommand(.into, .planned, help: "Make yolo known to an editor"),
    Subcommand(.completion, .planned, help: "Completions for a shell"),
  ]

  static func named(_ word: String) -> Subcommand? {
    table.first { $0.name.rawValue == word }
  }
}
