import Events
import Wire

/// Puts the deltas of one answer together; the same for every driver.
struct ReplyAssembler {
  private(set) var text = ""
  private var thinking = ""
  private var signature: String?
  private var items: [ReasonItem] = []
  private var calls: [PartialCall] = []
  private var usage = Usage()
  private var finish: FinishReason?
  private var argumentBytes = 0

  /// Levels of nesting in the arguments of a call: an event that holds them must still parse.
  static let argumentDepth = JSON.depthLimit - 32

  private struct PartialCall {
    var index: Int
    var providerCallID: String?
    var name: String
    var arguments = ""
    var isEnded = false
  }

  /// Failure: `ModelError` where the answer exceeds a limit.
  mutating func add(_ delta: ModelDelta) throws(ModelError) {
    switch delta {
    case .text(let piece): text += piece
    case .thinking(let piece): thinking += piece
    case .thinkingSignature(let value): signature = value
    case .reasonItem(let item): items.append(item)
    case .callStarted(let index, let providerCallID, let name):
      calls.append(PartialCall(index: index, providerCallID: providerCallID, name: name))
    case .callArguments(let index, let fragment):
      argumentBytes += fragment.utf8.count
      update(index) { $0.arguments += fragment }
    case .callEnded(let index): update(index) { $0.isEnded = true }
    case .usage(let value): usage = value
    case .finish(let reason): finish = reason
    }
    let bytes = text.utf8.count + thinking.utf8.count + argumentBytes
    if bytes > Limits.answerBytes || calls.count > Limits.callsPerAnswer {
      throw ModelError(
        code: .invalidRequest,
        message: "the answer exceeds \(Limits.answerBytes) bytes or \(Limits.callsPerAnswer) calls")
    }
  }

  private mutating func update(_ index: Int, _ change: (inout PartialCall) -> Void) {
    guard let place = calls.lastIndex(where: { $0.index == index }) else { return }
    change(&calls[place])
  }

  /// The whole answer.
  ///
  /// Failure: `ModelError` with code `network` where the stream ended without a finish.
  func reply(
    id: MessageID, at time: Timestamp, newCallID: () -> CallID
  ) throws(ModelError) -> Reply {
    guard let finish else {
      throw ModelError(
        code: .network, message: "the stream ended before the answer was complete")
    }
    var content: [ContentPart] = text.isEmpty ? [] : [.text(text)]
    content += calls.map { .toolCall(Self.call($0, id: newCallID())) }
    let message = Message(
      id: id, role: .agent, content: content, thinking: thinking.isEmpty ? nil : thinking,
      thinkingSignature: signature, createdAt: time)
    return Reply(message: message, items: items, usage: usage, finish: finish)
  }

  private static func call(_ partial: PartialCall, id: CallID) -> ToolCall {
    var call = ToolCall(
      id: id, name: partial.name, arguments: .object([:]),
      providerCallID: partial.providerCallID)
    if !partial.isEnded {
      call.malformed = "the answer was cut off inside this call"
    } else if !partial.arguments.allSatisfy(\.isWhitespace) {
      do {
        let arguments = try JSON.parse(partial.arguments, depthLimit: Self.argumentDepth)
        if arguments.object == nil {
          call.malformed = "the arguments are no object, but a JSON \(arguments.kind)"
        } else {
          call.arguments = arguments
        }
      } catch {
        call.malformed = "the arguments are not JSON: \(error)"
      }
    }
    if call.malformed != nil { call.rawArguments = partial.arguments }
    return call
  }
}

/// One whole answer.
struct Reply: Sendable {
  var message: Message
  var items: [ReasonItem]
  var usage: Usage
  var finish: FinishReason
}
