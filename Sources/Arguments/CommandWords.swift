/// The words of a command line, sorted into flags and others.
struct CommandWords: Equatable {
  struct Given: Equatable {
    var flag: Flag
    /// As it was written, for messages.
    var word: String
    var value: String?
  }

  var flags: [Given] = []
  /// What is neither a flag nor the value of one.
  var others: [String] = []
  /// What stands after `--`; nil where there is none.
  var rest: [String]?

  /// Sorts the arguments without the program's name.
  init(_ arguments: [String]) throws(UsageError) {
    var words = arguments[...]
    while let word = words.popFirst() {
      if word == "--" {
        rest = Array(words)
        return
      } else if word.hasPrefix("--") {
        try long(word, &words)
      } else if word.hasPrefix("-"), word != "-" {
        try short(word, &words)
      } else {
        others.append(word)
      }
    }
  }

  /// The last value given to a flag.
  func value(_ name: String) -> String? { flags.last { $0.flag.name == name }?.value }

  func has(_ name: String) -> Bool { flags.contains { $0.flag.name == name } }

  private mutating func long(_ word: String, _ words: inout ArraySlice<String>) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let flag = Flag.named(name) else { throw Self.unknown(name) }
    guard parts.count == 2 else { return try add(flag, name, &words) }
    if flag.value == .none {
      throw UsageError(.unwantedValue, "\(name) takes no value; write just \(name)")
    }
    try add(flag, name, value: String(parts[1]))
  }

  /// `-c`, `-m MODEL`, `-mMODEL`, and several in one: `-cp`.
  private mutating func short(
    _ word: String, _ words: inout ArraySlice<String>
  ) throws(UsageError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-\(letter)"
      guard let flag = Flag.named(name) else { throw Self.unknown(word.count == 2 ? word : name) }
      if case .required = flag.value, !letters.isEmpty {
        return try add(flag, name, value: String(letters))
      } else if letters.isEmpty {
        return try add(flag, name, &words)
      }
      try add(flag, name, value: nil)
    }
  }

  private mutating func add(
    _ flag: Flag, _ word: String, _ words: inout ArraySlice<String>
  ) throws(UsageError) {
    switch flag.value {
    case .none, .attached:
      try add(flag, word, value: nil)
    case .optional:
      // A dash alone stands for stdin, so it is a word; every other dash begins a flag.
      let next = words.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
      if next != nil { words.removeFirst() }
      try add(flag, word, value: next)
    case .required(let what):
      guard let next = words.first, next != "--", Flag.named(next) == nil else {
        throw UsageError(.missingValue, "\(word) needs a value: \(word) \(what)")
      }
      words.removeFirst()
      try add(flag, word, value: next)
    }
  }

  private mutating func add(_ flag: Flag, _ word: String, value: String?) throws(UsageError) {
    if flag.since == .planned { throw .notBuilt(word) }
    if let value, !flag.choices.isEmpty, !flag.choices.contains(value) {
      let list = flag.choices.joined(separator: ", ")
      throw UsageError(.wrongValue, "\(word) is one of \(list), not “\(value)”")
    }
    if case .required(let what) = flag.value, value?.isEmpty == true {
      throw UsageError(.missingValue, "\(word) needs a value: \(word) \(what)")
    }
    flags.append(Given(flag: flag, word: word, value: value))
  }

  private static func unknown(_ word: String) -> UsageError {
    let names = Flag.table.flatMap { [$0.name] + $0.aliases.filter { $0.hasPrefix("--") } }
    let near =
      word.hasPrefix("--")
      ? Nearest.match(word, in: names, within: max(2, word.count / 3)) : nil
    let advice =
      near.map { "did you mean \($0)?" } ?? "yolo --help lists them; after -- everything is prompt"
    return UsageError(.unknownFlag, "there is no flag \(word); \(advice)")
  }
}
