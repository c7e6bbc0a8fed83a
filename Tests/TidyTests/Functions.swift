/// A function, initializer or computed property, from its keyword to its closing brace.
struct FunctionExtent: Equatable {
  let line: Int
  let lineCount: Int
}

extension SourceFile {
  /// Every declaration with a body that is code, found by counting braces.
  ///
  /// A block belongs to the last declaration keyword since the brace before it.
  var functions: [FunctionExtent] {
    var found: [FunctionExtent] = []
    var open: [Int?] = []
    var declaration: (isFunction: Bool, line: Int)?
    for (number, line) in code.enumerated() {
      var word = ""
      for character in line + " " {
        if character.isLetter || character == "_" || character.isNumber {
          word.append(character)
          continue
        }
        if let isFunction = Self.keywords[word] { declaration = (isFunction, number) }
        word = ""
        if character == "{" {
          open.append(declaration.flatMap { $0.isFunction ? $0.line : nil })
          declaration = nil
        } else if character == "}" {
          if let start = open.popLast() ?? nil {
            found.append(FunctionExtent(line: start, lineCount: number - start + 1))
          }
          declaration = nil
        }
      }
    }
    return found
  }

  /// Whether a block after the keyword is code rather than a list of members.
  private static let keywords = [
    "func": true, "init": true, "deinit": true, "subscript": true, "var": true,
    "struct": false, "class": false, "enum": false, "actor": false, "extension": false,
    "protocol": false,
  ]
}
