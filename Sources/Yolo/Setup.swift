import Agent
import Arguments
import Events
import Glibc
import OneShot
import Platform
import Providers
import Runtime
import Store
import Tools

/// What the options and the environment come to: the composition root of everything that has a
/// session.
struct Setup: Sendable {
  let options: Options
  let environment: [String: String]
  let places: Places

  init(_ options: Options, _ environment: [String: String]) throws {
    var directory: String?
    if case .directory(let path) = options.keeping { directory = path }
    guard let places = Places(environment, dataDirectory: directory) else {
      throw Failure(
        .usage, "nothing says where the data lives: set HOME or YOLO_HOME, or give --session-dir")
    }
    self.options = options
    self.environment = environment
    self.places = places
  }

  /// For a demonstration, which keeps its data below a directory of its own.
  init(demonstrationIn directory: String) throws {
    try self.init(Options(), Environment.own().merging(["YOLO_HOME": directory]) { $1 })
  }

  /// The current directory, without symbolic links.
  func currentDirectory() throws -> String {
    do {
      return try Paths.resolve(".")
    } catch {
      throw Failure(.usage, "\(error.message), or give -C DIR")
    }
  }

  /// The directory that is meant by `-C`, or the current one.
  func workspace() throws -> String {
    guard let directory = options.cwd else { return try usable(currentDirectory()) }
    return try usable(Paths.resolve(directory), of: directory)
  }

  /// The path, if it is a directory that can be read.
  func usable(_ path: String, of given: String? = nil) throws -> String {
    let name = given ?? path
    guard let status = try Files.status(path) else {
      throw Failure(.usage, "there is no directory \(name); give one that exists with -C DIR")
    }
    guard status.kind == .directory else {
      throw Failure(.usage, "\(name) is not a directory; give one with -C DIR")
    }
    do { _ = try Files.list(path) } catch {
      throw Failure(.usage, "the directory \(name) cannot be read: \(error.message)")
    }
    return path
  }

  /// The process as sessions name it.
  static var driver: String { "yolo \(getpid())" }

  /// A runtime that only looks sessions up.
  func reader(_ store: any Store) -> Host {
    Builder(world: .system(driver: Self.driver)).store(store).build()
  }

  /// A runtime over `store`, with everything that makes it a coding agent.
  func host(_ store: any Store, models: [any Model] = [Simulator()]) -> Host {
    let world = World.system(driver: Self.driver)
    let secrets = ProviderCatalog.secretVariables
    let login = LoginEnvironment(own: environment)
    let commands = CommandEnvironment(login: { await login.environment() }, removing: secrets)
    let capabilities = CodingAgent.capabilities(
      tools: Toolset.coding(environment: commands), configDirectory: places.config,
      variables: environment.filter { !secrets.contains($0.key) }, world: world)
    var builder = Builder(world: world).store(store)
      .redacting(ProviderCatalog.secrets(in: environment))
      .session { $0.version = Program.version }
    for model in models { builder = builder.model(model) }
    for capability in capabilities { builder = builder.capability(capability) }
    return builder.build()
  }
}
