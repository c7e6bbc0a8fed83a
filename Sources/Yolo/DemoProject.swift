import Events
import Platform
import Providers
import Wire

/// The small project of the demonstration, and what the simulated model does in it.
enum DemoProject {
  /// What the demonstration asks for.
  static let prompt = "The totals are wrong. Find out why, fix it, and run the tests."

  private static let files = [
    "README.md": """
    # receipt

    `total.sh FILE` adds up the prices in a file, one a line, in cents.
    `test.sh` checks it.

    """,
    "prices.txt": """
    250
    499
    1048

    """,
    "total.sh": """
    #!/bin/bash
    # Adds up the prices in a file, one a line, in cents.
    total=0
    while read -r price; do
      total=$price
    done <"$1"
    echo "$total"

    """,
    "test.sh": #"""
    #!/bin/bash
    # test.sh [SECONDS]: checks total.sh, pausing before each check.
    failed=0
    check() { # NAME EXPECTED PRICE...
      name=$1 expected=$2
      shift 2
      sleep "${pause:-0}"
      found=$(bash total.sh <(printf '%s\n' "$@"))
      if [ "$found" = "$expected" ]; then
        echo "ok      $name"
      else
        echo "not ok  $name: expected $expected, found $found"
        failed=$((failed + 1))
      fi
    }
    pause=$1
    check "one price" 250 250
    check "two prices" 749 250 499
    check "three prices" 1797 250 499 1048
    check "a free item" 250 250 0
    echo "$failed of 4 checks failed"
    exit "$failed"

    """#,
  ]

  /// Seconds before each of the four checks, where the command is to be interrupted.
  static let pause = 1

  /// Writes the project below a directory, and answers its path.
  static func create(in directory: String) throws -> String {
    let root = "\(directory)/receipt"
    try Files.makeDirectories(root)
    for (name, text) in files { try Files.write("\(root)/\(name)", Array(text.utf8)) }
    return try Paths.resolve(root, against: "/")
  }

  /// The command that runs the tests at the end; a slow one can be killed in the middle.
  static func lastCommand(pausing: Bool) -> String {
    pausing ? "bash test.sh \(pause)" : "bash test.sh"
  }

  /// The model's part: fixed answers, whatever the tools say.
  static func script(pausing: Bool) -> SimulatorScript {
    let edit = SimulatorCall(
      "edit_file",
      [
        "path": "total.sh",
        "edits": [["old_text": "total=$price", "new_text": "total=$((total + price))"]],
      ])
    return SimulatorScript(steps: [
      SimulatorStep(
        text: "I look at what is here, and see the tests fail.",
        calls: [
          SimulatorCall("bash", ["command": "ls"]),
          SimulatorCall("bash", ["command": "bash test.sh"]),
        ]),
      SimulatorStep(
        text: "One price is right, several are not. I read the script.",
        calls: [SimulatorCall("read_file", ["path": "total.sh"])]),
      SimulatorStep(
        text: "Line 5 replaces the total with each price instead of adding it.", calls: [edit]),
      SimulatorStep(
        text: "Now the tests again.",
        calls: [SimulatorCall("bash", ["command": .string(lastCommand(pausing: pausing))])]),
      SimulatorStep(text: "Done: total.sh adds the prices up; the last run of the tests is above."),
    ])
  }
}
