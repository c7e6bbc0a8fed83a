import Events

extension Session {
  /// Reads what other processes left, now and whenever one pokes.
  func readInbox() {
    guard inboxReader == nil, ownership != nil else { return }
    // Subscribed first, so that nothing is posted unheard between the look and the first wake-up.
    // Without wake-ups other processes are heard whenever an effect of our own ends.
    if let wakeups = try? store.wakeups(of: id) {
      inboxReader = Task(executorPreference: world.pool) { [weak self] in
        for await _ in wakeups {
          guard let self else { return }
          await self.drainInbox()
        }
      }
    }
    drainInbox()
  }

  private func drainInbox() {
    guard failure == nil, !isClosing, state.settings != nil else { return }
    do throws(StoreError) {
      for entry in try stored({ try store.inbox(of: id) }) {
        accept(entry.command, from: entry.id)
      }
    } catch {
      // The session has stopped and told every follower why.
      return
    }
  }
}
