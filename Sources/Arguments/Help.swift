/// The texts of `--help` and `yolo help`, made from the tables.
package enum Help {
  /// The column at which explanations begin.
  private static let column = 30

  private static let usage = """
    yolo, a coding agent for the terminal that nothing can kill

      yolo -p PROMPT               answer one prompt and exit
      yolo -p -c | -p -r ID        continue a session; without a prompt, finish what is open
      yolo demo [--crash]          see it work, offline, in a minute
      yolo sessions [list | show ID]
      yolo context | doctor | version | help
    """

  private static let codes = """
    Exit codes: 0 done, 1 the turn failed, 2 usage, 3 not configured, 4 session not found or driven
    elsewhere, 75 worth retrying, 130 and 143 ended by a signal.

    """

  /// Help on everything, or on one subcommand.
  package static func text(on command: Subcommand?) -> String {
    guard let command else { return overview }
    var lines = ["yolo \(command.name.rawValue): \(lowered(command.help))", ""]
    if command.verbs.isEmpty {
      lines.append("  yolo \(command.name.rawValue)")
    }
    for verb in command.verbs where verb.since == .built {
      lines.append("  yolo \(command.name.rawValue) \(verb.name) \(verb.operand)".trimmed)
    }
    let flags = Flag.table.filter { $0.since == .built && $0.goes(with: command.name) }
    lines += [""] + flags.map(line)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Help on what somebody asked for by a word: a subcommand or a flag.
  package static func topic(_ word: String) throws(UsageError) -> String {
    if let command = Subcommand.named(word) {
      if command.since == .planned { throw .notBuilt("yolo \(word)") }
      return text(on: command)
    }
    if let flag = Flag.named(word) ?? Flag.named("--\(word)") {
      if flag.since == .planned { throw .notBuilt(flag.name) }
      return line(flag) + "\n"
    }
    let names = Subcommand.table.map(\.name.rawValue)
    let near = Nearest.match(word, in: names, within: 2).map { "; did you mean \($0)?" } ?? ""
    throw UsageError(
      .wrongValue, "there is no help on “\(word)”\(near.isEmpty ? "; yolo help lists all" : near)")
  }

  private static var overview: String {
    var text = usage + "\n"
    for group in Flag.Group.allCases {
      let flags = Flag.table.filter { $0.group == group && $0.since == .built }
      guard !flags.isEmpty else { continue }
      text += "\n\(group.rawValue)\n" + flags.map { line($0) + "\n" }.joined()
    }
    return text + "\n" + codes
  }

  private static func line(_ flag: Flag) -> String {
    let value =
      switch flag.value {
      case .none: ""
      case .required(let name):
        " \(flag.choices.isEmpty ? name : flag.choices.joined(separator: "|"))"
      case .optional(let name): " [\(name)]"
      case .attached(let name): "[=\(name)]"
      }
    let names = (flag.aliases.filter { !$0.hasPrefix("--") } + [flag.name]).joined(separator: ", ")
    let left = "  \(names)\(value)"
    if left.count >= column { return left + "\n" + spaces(column) + flag.help }
    return left + spaces(column - left.count) + flag.help
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func lowered(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension String {
  /// Without the spaces at the end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
