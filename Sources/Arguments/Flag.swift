/// One flag of the command line: everything the parser, the help and the completions know of it.
package struct Flag: Sendable, Equatable {
  /// Whether a value belongs to a flag, and how help calls it.
  package enum Value: Sendable, Equatable {
    case none
    /// `--flag VALUE` or `--flag=VALUE`.
    case required(String)
    /// The next word, unless that begins with `-`; or `--flag=VALUE`.
    case optional(String)
    /// Only `--flag=VALUE`.
    case attached(String)
  }

  /// Under which heading help lists a flag.
  package enum Group: String, Sendable, CaseIterable {
    case input = "What to do"
    case session = "Sessions"
    case model = "Model"
    case output = "Output"
    case limits = "Limits"
    case rules = "Permissions and configuration"
    case other = "Other"
  }

  /// What a flag goes with.
  package enum Scope: Sendable, Equatable {
    case everything
    /// A prompt, and these subcommands.
    case prompt(and: Set<Subcommand.Name>)
    case only(Set<Subcommand.Name>)
  }

  /// Whether this version has it.
  package enum Since: Sendable, Equatable {
    case built
    case planned
  }

  /// With two dashes; unique.
  package var name: String
  package var aliases: [String]
  package var value: Value
  package var group: Group
  package var since: Since
  /// One sentence without a full stop.
  package var help: String
  /// The values there are, where they are few.
  package var choices: [String]
  package var scope: Scope

  init(
    _ name: String, _ aliases: [String] = [], _ value: Value = .none, _ group: Group,
    _ since: Since = .built, choices: [String] = [],
    for scope: Scope = .prompt(and: []), help: String
  ) {
    self.name = name
    self.aliases = aliases
    self.value = value
    self.group = group
    self.since = since
    self.choices = choices
    self.scope = scope
    self.help = help
  }

  /// Whether it goes with a subcommand, or (nil) with a prompt.
  func goes(with command: Subcommand.Name?) -> Bool {
    switch (scope, command) {
    case (.everything, _): true
    case (.prompt, nil): true
    case (.prompt(let commands), let command?), (.only(let commands), let command?):
      commands.contains(command)
    case (.only, nil): false
    }
  }

  /// Whether `word` is its name or one of its aliases.
  package func isCalled(_ word: String) -> Bool { name == word || aliases.contains(word) }
}
