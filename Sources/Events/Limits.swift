/// Every limit of the runtime and its tools, in one place; each is reached by a test.
public enum Limits {
  /// Bytes of a tool result given to the model.
  public static let toolResultBytes = 64 * 1024
  /// Lines and bytes of one `read_file`.
  public static let readLines = 2000
  public static let readBytes = 50 * 1024
  /// Characters of the diff of an edit.
  public static let diffCharacters = 16_000
  /// Time of a command in the foreground.
  public static let commandDefault = Duration.seconds(120)
  public static let commandMax = Duration.seconds(600)
  /// Bytes a command may write before it is ended.
  public static let commandOutputBytes = 1 << 30
  /// Calls of one answer that run at the same time.
  public static let concurrentCalls = 8
  /// Answers of one turn.
  public static let iterations = 500
  /// Inputs that wait for their place.
  public static let queuedInputs = 100
  /// Bytes of one input.
  public static let inputBytes = 10 << 20
  /// Bytes of a file whose content before a change is kept.
  public static let beforeImageBytes = 10 << 20
  /// Pieces of text are handed on at most this often.
  public static let deltaInterval = Duration.milliseconds(33)
  /// Previews held for a follower that is slow to ask; older ones are dropped.
  public static let bufferedPreviews = 256
  /// Events handed to a follower at a time.
  public static let updatePage = 256
  /// Bytes of one answer; a stream that goes on beyond it is cut.
  public static let answerBytes = 10 << 20
  /// Calls of one answer; more are not recorded.
  public static let callsPerAnswer = 128

  /// Attempts at one model call, and the time all of them may take.
  public static let modelAttempts = 5
  public static let retryTotal = Duration.seconds(600)
  public static let retryFirst = Duration.seconds(1)
  public static let retryMax = Duration.seconds(60)
  /// Time without a token after which a stream counts as dead.
  public static let modelStall = Duration.seconds(120)
  /// Resumptions in a row without any progress before a session stops continuing by itself.
  public static let resumesWithoutProgress = 3
}
