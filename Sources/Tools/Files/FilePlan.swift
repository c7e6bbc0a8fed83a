import Events
import Platform
import Runtime
import Wire

/// Changes of files that are written down before they are made.
///
/// `change` takes the images while a call is prepared; after `tool.started` is committed,
/// `perform` works from the recorded changes and their blobs alone. So a first run and a run after
/// a crash are the same: what is done already is left, what is untouched is done, and if any file
/// is neither, nothing is.
enum FilePlan {
  /// What a file holds before a change.
  enum Before: Sendable, Equatable {
    case absent
    case content([UInt8])
    /// Too large to be kept.
    case hash(String)

    /// SHA-256 in hex; nil where there is no file.
    var hash: String? {
      switch self {
      case .absent: nil
      case .content(let bytes): SHA256.hex(bytes)
      case .hash(let hash): hash
      }
    }
  }

  /// The change of one file to `after`, nil being gone; stores the images as blobs.
  ///
  /// Limits: a content before of more than `Limits.beforeImageBytes` is known by its hash only.
  static func change(
    _ path: String, from before: Before, to after: [UInt8]?, in context: ToolContext
  ) async throws(ToolError) -> FileChange {
    var change = FileChange(path: path, kind: .write, beforeHash: before.hash, afterHash: nil)
    do {
      if before == .absent { change.kind = .create }
      if case .content(let bytes) = before, bytes.count <= Limits.beforeImageBytes {
        change.beforeBlob = try await context.putBlob(bytes, mediaType)
      }
      if let after {
        change.afterBlob = try await context.putBlob(after, mediaType)
        change.afterHash = change.afterBlob
      } else {
        change.kind = .delete
      }
    } catch {
      throw ToolError(
        .system, "could not keep the content of \(path) before changing it: \(error)", cause: error)
    }
    return change
  }

  private static let mediaType = "application/octet-stream"

  /// How each file stands.
  static func inspect(_ files: [FileChange]) -> [FileFinding] {
    files.map { FileFinding(path: $0.path, state: state(of: $0)) }
  }

  private static func state(of change: FileChange) -> FileFinding.State {
    do {
      // A recorded path is free of symlinks; if one has come in, it leads somewhere else.
      guard try Paths.resolve(change.path, against: "/") == change.path else { return .conflict }
      let status = try Files.status(change.path)
      let hash = status == nil ? nil : try FileContent.hash(change.path, called: change.path)
      if hash == change.afterHash { return .done }
      return hash == change.beforeHash ? .untouched : .conflict
    } catch {
      // What cannot be looked at is not as it was.
      return .conflict
    }
  }

  /// Makes the changes and says what they came to; `text` puts success in words for the model.
  static func perform(
    _ call: ToolStarted, in context: ToolContext, text: ([AppliedChange]) -> String
  ) async -> ToolOutcome {
    let findings = inspect(call.files)
    var progress = FilePlanProgress(call.files, findings, scope: PathScope(context))
    guard progress.conflicts.isEmpty else { return progress.outcome(.conflict) }
    for (change, finding) in zip(call.files, findings) where finding.state == .untouched {
      if Task.isCancelled { return progress.outcome(.cancelled) }
      do throws(ToolError) { try await apply(change, in: context) } catch {
        return progress.outcome(.failed(error))
      }
      progress.done.append(change)
    }
    var applied: [AppliedChange] = []
    for change in call.files {
      let name = progress.scope.name(change.path)
      applied.append(await AppliedChange(change, called: name, in: context))
    }
    return .success(text(applied), files: applied.map(\.seen))
  }

  private static func apply(
    _ change: FileChange, in context: ToolContext
  ) async throws(ToolError) {
    do {
      guard let hash = change.afterBlob else { return try Files.remove(change.path) }
      guard let bytes = try await context.blob(hash) else {
        throw ToolError(.system, "the planned content (blob \(hash)) is missing from the store")
      }
      let directory = Paths.split(change.path).directory
      // 0777 less the umask, like any directory a person makes.
      if try Files.status(directory) == nil { try Files.makeDirectories(directory, mode: 0o777) }
      try Files.write(change.path, bytes)
    } catch let error as ToolError {
      throw error
    } catch {
      throw ToolError(.system, "\(error)", cause: error)
    }
  }
}
