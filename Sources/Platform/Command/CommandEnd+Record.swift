extension CommandEnd {
  /// Reads an exit record, one line as described in `CPlatform/wrapper.c`; nil when it is torn.
  init?(record bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), text.hasSuffix(" end\n") else {
      return nil
    }
    var fields: [Substring: Substring] = [:]
    for part in text.dropLast(5).split(separator: " ") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { return nil }
      fields[pair[0]] = pair[1]
    }
    guard let number = fields["errno"].flatMap({ Int32($0) }),
      let cause = Self.cause(fields["cause"], at: fields["at"], number),
      let status = fields["status"].flatMap({ Int($0) }),
      let signal = fields["signal"].flatMap({ Int($0) }),
      let milliseconds = fields["duration_ms"].flatMap({ Int64($0) }),
      let survivors = fields["survivors"].flatMap({ Int($0) })
    else { return nil }
    self.init(
      cause: cause, status: status < 0 ? nil : status, signal: signal == 0 ? nil : signal,
      duration: .milliseconds(milliseconds), survivors: survivors)
  }

  private static func cause(_ name: Substring?, at place: Substring?, _ number: Int32) -> Cause? {
    switch (name, place) {
    case ("exited", _): .exited
    case ("timeout", _): .timeout
    case ("cancelled", _): .cancelled
    case ("output_limit", _): .outputLimit
    case ("spawn_failed", "directory"): .noDirectory(number)
    case ("spawn_failed", _): .noProgram(number)
    default: nil
    }
  }
}
