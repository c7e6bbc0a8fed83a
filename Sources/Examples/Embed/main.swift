// A runtime inside another program: a model, a tool of one's own, and a session that a second
// runtime goes on with.
import Events
import Providers
import Runtime
import Store
import Wire

/// A tool the model can call: what every embedder has to write.
struct Shout: Tool {
  let definition = ToolDefinition(
    name: "shout", description: "Says a word loudly.",
    parameters: ["type": "object", "properties": ["word": ["type": "string"]]], effectClass: .pure)

  func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    .success((call.call.arguments["word"]?.string ?? "").uppercased() + "!")
  }
}

let script = SimulatorScript(steps: [
  SimulatorStep(calls: [SimulatorCall("shout", ["word": "hello"])]),
  SimulatorStep(text: "It says HELLO!"), SimulatorStep(text: "Yes, twice is enough."),
])
let store = MemoryStore(spools: "/tmp")
let builder = Builder().store(store).model(Simulator(script: script)).tool(Shout())
  .session { ($0.provider, $0.model) = ("llmsim", "simulated") }

let first = try await builder.build().run("Shout hello.")
print("\(first.text) (\(first.usage.outputTokens) tokens)")

// Another runtime over the same store, as after a restart with a store on disk.
let second = builder.build()
for message in try await second.inspect(first.sessionID).messages {
  print("\(message.role.rawValue): \(message.json["content"]?.text ?? "")")
}
print(try await second.run("Again?", in: first.sessionID).text)
