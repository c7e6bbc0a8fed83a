import Glibc
import Testing
import Wire

/// The real program under SIGKILL at random moments, resumed by id until it is done.
///
/// `YOLO_SOAK=1` goes on until something fails; `YOLO_SEED` repeats a run.
struct KillTests {
  /// Kills in the quick set.
  private static let kills = 50

  /// Milliseconds; about what the whole script takes, and more than its longest answer.
  private static let longestLife: UInt64 = 1000

  private struct Random {
    var state: UInt64

    /// SplitMix64.
    mutating func next(below limit: UInt64) -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return (word ^ (word >> 31)) % limit
    }
  }

  /// The effects of the undisturbed run.
  private static let expected = [
    "a.txt": "first\nSECOND\nthird\n", "b.txt": "from the same answer\n",
    "effects": "one\ntwo\nthree\n", "long": "begun\nended\n",
  ]

  /// Every kind of call, each answer taking its time, so that a kill can hit anything.
  private static func script(_ yolo: Yolo) throws -> String {
    func bash(_ command: String) -> JSON {
      ["name": "bash", "arguments": ["command": .string(command)]]
    }
    return try yolo.script(
      [
        "text": "I write a file.", "speed": 600,
        "calls": [
          [
            "name": "write_file",
            "arguments": ["path": "a.txt", "content": "first\nsecond\nthird\n"],
          ]
        ],
      ],
      ["calls": [bash("echo one >> effects; echo output one")], "thinking": "hm", "speed": 600],
      [
        "text": "Now an edit.", "speed": 600,
        "calls": [
          [
            "name": "edit_file",
            "arguments": [
              "path": "a.txt", "edits": [["old_text": "second", "new_text": "SECOND"]],
            ],
          ]
        ],
      ],
      [
        "calls": [
          bash("echo begun >> long; sleep 0.4; echo ended >> long; echo output long; exit 3")
        ]
      ],
      [
        "calls": [
          bash("echo two >> effects; echo output two"),
          [
            "name": "write_file",
            "arguments": ["path": "b.txt", "content": "from the same answer\n"],
          ], bash("echo three >> effects; echo output three"),
        ]
      ],
      ["text": "All of it is done.", "speed": 100])
  }

  @Test func nothingIsLostAndNothingIsDoneTwice() async throws {
    let seed =
      getenv("YOLO_SEED").flatMap { UInt64(String(cString: $0)) }
      ?? UInt64.random(in: 0...UInt64.max)
    let isSoak = getenv("YOLO_SOAK") != nil
    var random = Random(state: seed)
    var kills = 0
    print("kill tests: YOLO_SEED=\(seed)")
    while isSoak || kills < Self.kills {
      kills += try await oneSession(&random, seed)
      if isSoak { print("kill tests: \(kills) kills") }
    }
  }

  /// One session, killed again and again until it ends; answers how often.
  private func oneSession(_ random: inout Random, _ seed: UInt64) async throws -> Int {
    let yolo = try Yolo()
    let model = try Self.script(yolo)
    var id: String?
    var kills = 0
    while true {
      let arguments =
        id.map { ["-p", "-r", $0] } ?? ["-p", "do it", "--provider", "llmsim", "-m", model]
      let running = try yolo.start(arguments)
      let delay = Duration.milliseconds(random.next(below: Self.longestLife))
      let killer = Task {
        // The moment of the kill is what is tested; no outcome depends on how exact it is.
        try await Task.sleep(for: delay)
        running.signal(SIGKILL)
      }
      let result = await running.end()
      killer.cancel()
      if result.code == 0 {
        try await check(yolo, result, seed)
        return kills
      }
      #expect(result.code == 128 + SIGKILL, "YOLO_SEED=\(seed): \(result.err)")
      kills += 1
      // A session exists once its first input is recorded.
      let list = try JSON.parse(await yolo("sessions", "list", "--json").out)
      id = list[0]?["id"]?.string
      try #require(kills < 200, "YOLO_SEED=\(seed): the session never ends")
    }
  }

  private func check(_ yolo: Yolo, _ result: Yolo.Result, _ seed: UInt64) async throws {
    let name: Comment = "YOLO_SEED=\(seed)"
    #expect(result.out == "All of it is done.\n", name)
    for (file, text) in Self.expected { #expect(yolo.read(file) == text, "\(file), \(name)") }
    let id = try #require(result.errLines.first)
    let events = try await yolo.events(id)
    #expect(events.compactMap { $0["sequence"]?.int } == Array(1...events.count), name)
    let results = events.filter { $0["type"] == "tool.completed" }.map { event in
      let data = event["data"]
      let text = data?["result"]?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
      let word = text.split(separator: "\n").first { $0.hasPrefix("output ") } ?? ""
      let code = data?["exit_code"]?.int.map { " \($0)" } ?? ""
      return "\(data?["tool_name"]?.string ?? "") \(data?["status"]?.string ?? "")\(code) \(word)"
    }
    #expect(
      results == [
        "write_file success ", "bash success 0 output one", "edit_file success ",
        "bash error 3 output long", "bash success 0 output two", "write_file success ",
        "bash success 0 output three",
      ], name)
    try await PinnedPython.validate(events, yolo)
    #expect(try yolo.query("PRAGMA integrity_check") == [["ok"]], name)
    #expect(try await yolo("doctor").code == 0, name)
  }
}
