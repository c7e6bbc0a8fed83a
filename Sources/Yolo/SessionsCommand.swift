import Arguments
import Events
import Glibc
import OneShot
import Platform
import Runtime
import Store
import Wire

/// `yolo sessions`: what was said and done so far.
struct SessionsCommand {
  let setup: Setup
  let console: Console

  /// Lists the sessions of this directory, or all, newest first.
  func list(_ listing: Invocation.Listing, _ layout: Invocation.Layout) throws -> Int32 {
    let store = try Storage.forReading(setup)
    let directory = listing == .everything ? nil : try setup.workspace()
    let sessions = try store?.sessions(in: directory) ?? []
    switch layout {
    case .json: return try console.print(SessionList.json(sessions).text + "\n")
    case .people:
      if sessions.isEmpty {
        console.say(
          directory.map { "no sessions of \($0) yet; --all lists those of other directories\n" }
            ?? "no sessions yet\n")
      }
      let list = SessionList(
        style: console.outStyle, directories: directory == nil ? .several : .one,
        now: World.system(driver: Setup.driver).now(),
        width: Terminal.columns(STDOUT_FILENO))
      return try console.print(list.lines(sessions))
    }
  }

  /// Prints one session: to read, or one stored event a line.
  func show(_ id: String, _ layout: Invocation.Layout) async throws -> Int32 {
    guard let store = try Storage.forReading(setup) else {
      throw Failure(.notFound, "there is no session “\(id)”; there are none yet")
    }
    let host = setup.reader(store)
    let session = try await SessionLookup.find(id, host.sessions(in: nil)) {
      try await host.sessions(matching: $0)
    }
    switch layout {
    case .json:
      try store.forEachEvent(of: session.id) { try console.out($0.json.text + "\n") }
    case .people:
      let transcript = Transcript(style: console.outStyle)
      guard try console.out(transcript.heading(session)) else { break }
      try store.forEachEvent(of: session.id) { event in
        let text = transcript.text(event)
        return try text.isEmpty || console.out(text)
      }
    }
    return ExitCode.done.rawValue
  }
}
