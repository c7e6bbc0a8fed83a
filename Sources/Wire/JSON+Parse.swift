extension JSON {
  /// Parses a text that holds exactly one JSON value.
  ///
  /// Strict RFC 8259: no comments, trailing commas, byte order mark or control characters in
  /// strings. A number without fraction and exponent is an integer if it fits 64 bits and a double
  /// otherwise; one too large for a double is refused, one too small becomes zero. A lone surrogate
  /// escape becomes U+FFFD. Of equal keys the last wins. Nesting is limited to `depthLimit`.
  public static func parse(_ text: String) throws(JSONError) -> JSON {
    try parse(text, depthLimit: depthLimit)
  }

  /// Parses UTF-8 that holds exactly one JSON value; bytes that are not UTF-8 are refused.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    try parse(bytes, depthLimit: depthLimit)
  }

  /// Parses a text that nests at most so deep.
  ///
  /// For values that become part of larger ones: only what is parsed with a lower limit can still
  /// be parsed once it is wrapped.
  public static func parse(_ text: String, depthLimit: Int) throws(JSONError) -> JSON {
    var text = text
    return try text.withUTF8 { parsed($0, depthLimit) }.get()
  }

  /// Parses UTF-8 that nests at most so deep.
  public static func parse(_ bytes: [UInt8], depthLimit: Int) throws(JSONError) -> JSON {
    try bytes.withUnsafeBufferPointer { parsed($0, depthLimit) }.get()
  }

  /// Parses UTF-8 that holds exactly one JSON value, without copying the input.
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int = depthLimit
  ) throws(JSONError) -> JSON {
    var parser = JSONParser(bytes, depthLimit: depthLimit)
    return try parser.document()
  }

  // The closures above cannot throw a typed error through the standard library.
  private static func parsed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ depthLimit: Int
  ) -> Result<JSON, JSONError> {
    Result { () throws(JSONError) in try parse(bytes, depthLimit: depthLimit) }
  }
}
