/// The environment of commands: the user's login shell's, without secrets, and without anything
/// that would wait for a person.
package struct CommandEnvironment: Sendable {
  /// Set for every command, since nobody is at a keyboard and no one sees a page:
  /// git asks no password and opens no editor (it keeps the proposed message), output is not paged,
  /// and programs that look at TERM write neither colours nor cursor movements.
  package static let fixed = [
    "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_PAGER": "cat", "PAGER": "cat",
    "MANPAGER": "cat", "TERM": "dumb",
  ]

  private let login: @Sendable () async -> [String: String]
  private let removed: Set<String>

  /// `login` provides the variables of the login shell, captured once; `removed` names those no
  /// command may see, such as the keys of providers.
  package init(
    login: @escaping @Sendable () async -> [String: String], removing removed: Set<String>
  ) {
    self.login = login
    self.removed = removed
  }

  /// The variables of a command.
  package func variables() async -> [String: String] {
    await login().merging(Self.fixed) { $1 }.filter { !removed.contains($0.key) }
  }
}
