import Events
import Wire

/// The answer that another driver is receiving, as far as a follower has shown it.
struct ArrivingAnswer {
  /// The message that is arriving; nil between answers.
  private(set) var message: MessageID?
  private var shownBytes = 0
  private var decoder = UTF8Decoder()

  mutating func apply(_ fact: Fact) {
    switch fact {
    case .outputStarted(let started):
      self = ArrivingAnswer()
      message = started.messageID
    case .outputCompleted, .reasonCompleted: self = ArrivingAnswer()
    default: break
    }
  }

  /// What the text received so far adds to what was shown; nil where that is nothing.
  mutating func preview(of scratch: [UInt8]) -> Preview? {
    guard let message, scratch.count > shownBytes else { return nil }
    let text = decoder.decode(Array(scratch[shownBytes...]))
    shownBytes = scratch.count
    return text.isEmpty ? nil : .outputDelta(messageID: message, text: text)
  }
}
