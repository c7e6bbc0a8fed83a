package import Events
import Platform
package import Runtime
package import Wire

/// `read_file`: numbered lines of a text, an image, or what can be said of anything else.
package struct ReadFile: Tool {
  package let definition = Definition.make(
    "read_file", PackageResources.read_file_md, .pure, required: ["path"],
    [
      "path": ["type": "string", "description": "Absolute or relative to the workspace root"],
      "offset": ["type": "integer", "minimum": 1, "description": "First line, default 1"],
      "limit": ["type": "integer", "minimum": 1, "description": "Number of lines"],
    ])

  package func touches(_ arguments: JSON, in workspace: Workspace) -> Touches {
    .paths(
      reads: [PathScope(workspace: workspace).touched(arguments["path"]?.string)], writes: [])
  }

  @concurrent package func prepare(
    _ call: ToolCall, in context: ToolContext
  ) async -> Preparation {
    .ready(narration: Narration.of("Read", call))
  }

  @concurrent package func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    do throws(ToolError) { return try await read(Arguments(call.call), in: context) } catch {
      return error.outcome
    }
  }

  private func read(
    _ arguments: Arguments, in context: ToolContext
  ) async throws(ToolError) -> ToolOutcome {
    let scope = PathScope(context)
    let path = try scope.readable(try arguments.string("path"))
    let name = scope.name(path)
    let window = Self.window(
      path, offset: try arguments.optionalInt("offset", atLeast: 1),
      limit: try arguments.optionalInt("limit", atLeast: 1))
    let (file, status) = try FileContent.open(path, called: name)
    var scan = FileScan(window, size: status.size)
    try FileContent.scan(file) { bytes throws(ToolError) in
      scan.feed(bytes)
      return !scan.isComplete && !Task.isCancelled
    }
    if Task.isCancelled { return .failed("cancelled while reading \(name)", status: .cancelled) }
    scan.finish()
    let seen = scan.hash.map { [FileSeen(path: path, afterHash: $0)] } ?? []
    if ImageHeader.mediaType(scan.probe) != nil {
      let image = try await self.image(path, name, scan, in: context)
      if let image { return ToolOutcome(status: .success, content: image, files: seen) }
    }
    if scan.isBinary { return .success(scan.metadata(name, "binary, not text"), files: seen) }
    let excerpt = try Self.excerpt(path, scan, isLenient: scope.isSpooled(path))
    if let line = excerpt.invalidLine {
      let text = scan.metadata(name, "not UTF-8 text (first seen in line \(line))")
      return .success(text, files: seen)
    }
    return .success(excerpt.text, files: seen)
  }

  private static func window(_ path: String, offset: Int?, limit: Int?) -> LineCollector.Window {
    let count = min(limit ?? Limits.readLines, Limits.readLines)
    let name = path.lowercased()
    if name.hasSuffix(".log"), offset == nil {
      return .last(limit.map { min($0, count) } ?? Limits.readLogLines)
    }
    if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
      return .table(from: offset ?? 1, count: limit == nil ? Limits.readTableLines : count)
    }
    return .from(offset ?? 1, count: count)
  }

  /// The image as a part of the result; nil where its header cannot be read, since a provider would
  /// refuse it, and every later request with it.
  private func image(
    _ path: String, _ name: String, _ scan: FileScan, in context: ToolContext
  ) async throws(ToolError) -> [ContentPart]? {
    guard scan.size <= Limits.imageBytes else {
      throw ToolError(
        .unsuitable,
        "\(name) is an image of \(Measure.bytes(scan.size)), more than the "
          + "\(Measure.bytes(Limits.imageBytes)) that can be shown: make a smaller copy")
    }
    let bytes = try FileContent.read(path, called: name, limit: Limits.imageBytes)
    guard let header = ImageHeader(bytes) else { return nil }
    do {
      let blob = try await context.putBlob(bytes, header.mediaType)
      let size = "\(header.width)×\(header.height), \(Measure.bytes(bytes.count))"
      let hash = scan.hash.map { "; \(FileScan.shown($0))" } ?? ""
      return [
        .text("[\(name): \(header.mediaType), \(size)\(hash)]"),
        .image(
          ImagePart(
            blob: blob, mediaType: header.mediaType, width: header.width, height: header.height)),
      ]
    } catch {
      throw ToolError(.system, "could not keep the image \(name): \(error)", cause: error)
    }
  }

  private static func excerpt(
    _ path: String, _ scan: FileScan, isLenient: Bool
  ) throws(ToolError) -> FileExcerpt {
    guard case .last(let count) = scan.window, scan.hash == nil else {
      return scan.excerpt(isLenient: isLenient)
    }
    do throws(PlatformError) {
      let end = try OutputFile.read(path, head: 0, tail: Limits.logTailBytes).tail
      return scan.excerpt(ofEnd: end, count: count, isLenient: isLenient)
    } catch { throw ToolError(.system, error.message, cause: error) }
  }
}
