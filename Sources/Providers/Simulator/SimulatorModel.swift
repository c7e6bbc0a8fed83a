import Events
import Platform
import Runtime

/// One of the models that llmsim has, by the name it is asked for.
enum SimulatorModel: Equatable {
  case yolo
  case echo
  case fixed(String)
  case lorem(words: Int)
  case sequence(file: String)
  case script(file: String)

  /// Bytes of a script or sequence file.
  static let fileLimit = 4 << 20
  /// Words of a `lorem` answer.
  static let wordLimit = 100_000
  /// The forms of the names, for messages and lists.
  static let forms = "llmsim-yolo, echo, fixed:TEXT, lorem:WORDS, sequence:FILE, script:FILE"

  /// Reads a name without its provider; `model_not_found` lists the forms there are.
  init(_ name: String) throws(ModelError) {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count == 2 ? String(parts[1]) : nil
    switch (parts[0], value) {
    case ("llmsim-yolo", nil): self = .yolo
    case ("echo", nil): self = .echo
    case ("fixed", let text?): self = .fixed(text)
    case ("lorem", let number?):
      guard let words = Int(number), (0...Self.wordLimit).contains(words) else {
        throw ModelError(
          code: .invalidRequest,
          message: "llmsim model \(name): expected a number of words up to \(Self.wordLimit), "
            + "as in lorem:50")
      }
      self = .lorem(words: words)
    case ("sequence", let file?) where !file.isEmpty: self = .sequence(file: file)
    case ("script", let file?) where !file.isEmpty: self = .script(file: file)
    default:
      throw ModelError(
        code: .modelNotFound,
        message: "llmsim has no model named \(name.isEmpty ? "\"\"" : name); "
          + "it has \(Self.forms)")
    }
  }

  /// What it answers to a request; a file is read anew each time.
  ///
  /// Failure: `invalid_request` where a file cannot be read or does not have its documented form.
  func script(for request: ModelRequest) throws(ModelError) -> SimulatorScript {
    switch self {
    case .yolo: return SimulatorScript(steps: [SimulatorYolo.answer(to: request)])
    case .echo: return SimulatorScript(answers: [SimulatorHistory(request).prompt])
    case .fixed(let text): return SimulatorScript(answers: [text])
    case .lorem(let words): return SimulatorScript(answers: [Self.lorem(words)])
    case .sequence(let file): return try Self.read(file, SimulatorScript.init(sequence:))
    case .script(let file): return try Self.read(file, SimulatorScript.init(text:))
    }
  }

  private static func read(
    _ file: String, _ parse: (String) throws(ScriptFailure) -> SimulatorScript
  ) throws(ModelError) -> SimulatorScript {
    let bytes: [UInt8]
    do { bytes = try Files.read(file, limit: fileLimit) } catch {
      throw ModelError(code: .invalidRequest, message: "llmsim \(error.message)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ModelError(
        code: .invalidRequest, message: "llmsim could not use \(file): it is not UTF-8 text")
    }
    do { return try parse(text) } catch {
      throw ModelError(
        code: .invalidRequest, message: "llmsim could not use \(file): \(error.message)")
    }
  }

  private static let loremWords =
    """
    lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut \
    labore et dolore magna aliqua ut enim ad minim veniam quis nostrud exercitation ullamco \
    laboris nisi ut aliquip ex ea commodo consequat
    """.split(separator: " ")

  private static func lorem(_ count: Int) -> String {
    guard count > 0 else { return "" }
    let words = (0..<count).map { loremWords[$0 % loremWords.count] }
    let text = words.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
