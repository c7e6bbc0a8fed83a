import Events
import Testing

@testable import Tools

/// What is shown when a text to replace is not there.
struct NearestPlacesTests {
  private func nearest(_ old: String, in text: String) -> [Int] {
    EditSearch(Array(text.utf8)).nearest(to: Array(old.utf8))
  }

  private let program = """
    func alpha() {
      let total = compute(first)
      return total
    }

    func beta() {
      let sum = compute(second)
      return sum
    }

    func gamma() {
      let value = compute(third)
      return value
    }

    struct Other {}
    """

  @Test func `the most like place comes first`() {
    #expect(nearest("let sum = compute(seconds)", in: program) == [6, 1, 11])
    #expect(nearest("func beta() {\n  let sum = compute(2)\n", in: program).first == 5)
    #expect(nearest("  let value = compute(fourth)\n  return value\n", in: program).first == 11)
  }

  @Test func `nothing alike is nothing shown`() {
    #expect(nearest("zzzzzz", in: program) == [])
    #expect(nearest("\n  \n", in: program) == [])
    #expect(nearest("x", in: "") == [])
  }

  @Test func `places do not overlap`() {
    let text = (0..<20).map { "line number \($0)\n" }.joined()
    let places = nearest("line number x\nline number y\nline number z\nline number w\n", in: text)
    #expect(places.count == 3)
    #expect(zip(places, places.dropFirst()).allSatisfy { abs($0 - $1) > 2 })
  }

  @Test func `the failure shows the places with their line numbers`() {
    let error = EditSearch(Array("one\nsecond line\nthree\n".utf8))
      .notFound(Array("second lime\n".utf8), name: "old_text")
    #expect(
      error
        == ToolError(
          .noMatch,
          "old_text was not found. Nearest places:\n\n2→second line\n\n"
            + "Copy the text to replace exactly from the file."))
  }

  @Test func `long places are cut`() {
    let long = String(repeating: "word ", count: 100)
    let text = String(repeating: long + "\n", count: 30)
    let old = String(repeating: long + "!\n", count: 20)
    let message = EditSearch(Array(text.utf8)).notFound(Array(old.utf8), name: "old_text").message
    let shown = message.split(separator: "\n").filter { $0.contains("→") }
    #expect(shown.count == Limits.nearestLines * Limits.nearestPlaces)
    #expect(shown.allSatisfy { $0.utf8.count <= Limits.nearestLineBytes + 10 })
  }

  @Test func `line numbers copied along are pointed out`() {
    let error = EditSearch(Array("let a = 1\n".utf8))
      .notFound(Array("1→let a = 1\n".utf8), name: "old_text")
    #expect(error.message.contains("it holds line numbers as read_file shows them"))
  }

  @Test(arguments: [
    ("night", "nacht", 0.25), ("same", "same", 1), ("abc", "xyz", 0), ("a", "a", 0), ("", "", 0),
  ])
  func `likeness is the share of common pairs`(left: String, right: String, score: Double) {
    var similarity = Similarity(to: Array(left.utf8))
    #expect(similarity.score(Array(right.utf8)) == score)
    // Asking changes nothing.
    #expect(similarity.score(Array(right.utf8)) == score)
  }
}
