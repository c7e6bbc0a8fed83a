package import Runtime

/// The tools a coding agent starts with.
package enum Toolset {
  /// `read_file`, `write_file`, `edit_file` and `bash`; commands run in `environment`.
  package static func coding(environment: CommandEnvironment) -> [any Tool] {
    [
      ReadFile(), WriteFile(environment: environment), EditFile(environment: environment),
      Bash(environment: environment),
    ]
  }
}
