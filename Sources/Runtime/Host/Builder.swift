public import Events

/// What a session starts with where nobody says otherwise.
public struct SessionDefaults: Sendable, Equatable {
  public var cwd = "/"
  public var roots: [String] = []
  public var provider = ""
  public var model = ""
  public var effort: String?
  /// The version of the program, recorded in every session it starts.
  public var version = ""
  /// Answers of one turn.
  public var maxTurns = Limits.iterations

  public init() {}
}

/// Puts a runtime together. Without a store of its own it keeps everything in memory.
public struct Builder: Sendable {
  private let world: World
  private var models: [any Model] = []
  private var tools: [any Tool] = []
  private var capabilities: [Capability] = []
  private var store: (any Store)?
  private var secrets: [String] = []
  private var defaults = SessionDefaults()

  public init(world: World) { self.world = world }

  /// Registers a model driver under its provider name.
  public func model(_ driver: any Model) -> Builder { with { $0.models.append(driver) } }

  public func tool(_ tool: any Tool) -> Builder { with { $0.tools.append(tool) } }

  public func capability(_ capability: Capability) -> Builder {
    with { $0.capabilities.append(capability) }
  }

  public func store(_ store: any Store) -> Builder { with { $0.store = store } }

  /// Strings that must not reach the log.
  public func redacting(_ secrets: [String]) -> Builder { with { $0.secrets += secrets } }

  public func session(_ edit: (inout SessionDefaults) -> Void) -> Builder {
    with { edit(&$0.defaults) }
  }

  public func build() -> Host {
    let own = tools.isEmpty ? [] : [Capability(id: "tools", tools: tools)]
    let spools = "/tmp/yolo-\((world.newID() as SessionID).text)"
    let kit = Kit(models: models, capabilities: capabilities + own, redact: Redactor(secrets))
    return Host(
      kit: kit, store: store ?? MemoryStore(spools: spools), defaults: defaults, world: world)
  }

  private func with(_ change: (inout Builder) -> Void) -> Builder {
    var copy = self
    change(&copy)
    return copy
  }
}
