import Events
import Synchronization
import Wire

/// Hands a command's output on while it runs: whole characters only, and not without end.
final class LiveOutput: Sendable {
  private struct State {
    var decoder = UTF8Decoder()
    var shown = 0
  }

  private let state = Mutex(State())
  private let show: @Sendable (String) -> Void

  /// `show` gets the text.
  init(show: @escaping @Sendable (String) -> Void) { self.show = show }

  /// Shows what `bytes` complete; after `Limits.shownOutputBytes` nothing more.
  func take(_ bytes: [UInt8]) {
    let text: String = state.withLock { state in
      guard state.shown < Limits.shownOutputBytes else { return "" }
      let text = state.decoder.decode(
        Array(bytes.prefix(Limits.shownOutputBytes - state.shown)))
      state.shown += bytes.count
      let isOver = state.shown >= Limits.shownOutputBytes
      return isOver ? text + "\n[the rest is not shown while it runs]\n" : text
    }
    if !text.isEmpty { show(text) }
  }
}
