import Events
import Runtime

/// How far the changes of a plan have come, for the outcome when they come no further.
struct FilePlanProgress {
  /// Why it comes no further.
  enum Stop {
    case conflict, cancelled
    case failed(ToolError)
  }

  let files: [FileChange]
  let scope: PathScope
  var done: [FileChange]
  let conflicts: [FileChange]

  /// Starts from what was found on disk.
  init(_ files: [FileChange], _ findings: [FileFinding], scope: PathScope) {
    self.files = files
    self.scope = scope
    let all = zip(files, findings)
    done = all.filter { $1.state == .done }.map(\.0)
    conflicts = all.filter { $1.state == .conflict }.map(\.0)
  }

  /// The outcome: why it stopped, and which files are done, not done and conflicting.
  func outcome(_ stop: Stop) -> ToolOutcome {
    let open = files.filter { !done.contains($0) && !conflicts.contains($0) }
    var sentences: [String] = []
    switch stop {
    case .conflict:
      sentences.append(
        "\(names(conflicts)) changed on disk since this call was prepared, so nothing more was "
          + "written")
    case .cancelled: sentences.append("cancelled before everything was written")
    case .failed(let error): sentences.append(error.message)
    }
    if !done.isEmpty { sentences.append("done: \(names(done))") }
    if !open.isEmpty { sentences.append("not done: \(names(open))") }
    if case .conflict = stop { sentences.append("read the file again before changing it") }
    var outcome = ToolOutcome.failed(sentences.joined(separator: "; "))
    if case .cancelled = stop { outcome.status = .cancelled }
    outcome.files = done.map { FileSeen(path: $0.path, afterHash: $0.afterHash) }
    return outcome
  }

  private func names(_ changes: [FileChange]) -> String {
    changes.map { scope.name($0.path) }.joined(separator: ", ")
  }
}
