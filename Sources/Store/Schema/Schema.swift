/// The format of the database: what tells it from others, and every step from nothing to today.
///
/// A released migration is never changed; the next format is one more at the end.
enum Schema {
  /// "yolo" in ASCII, in the header of the file.
  static let applicationID = 0x796F_6C6F
  /// The form of an event's `context` and `data`; fields are only ever added, so that it stays.
  static let eventVersion = 1

  static let migrations = [Migration(version: 1, script: version1)]

  /// Times are microseconds since 1970, `context`, `data`, `usage`, `origin`, `command` are JSON.
  private static let version1 = """
    CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      cwd TEXT NOT NULL,
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('idle', 'open')),
      messages INTEGER NOT NULL,
      usage TEXT NOT NULL,
      created INTEGER NOT NULL,
      updated INTEGER NOT NULL,
      origin TEXT
    ) STRICT;
    CREATE INDEX sessions_by_use ON sessions (updated);
    CREATE INDEX sessions_by_directory ON sessions (cwd, updated);

    CREATE TABLE events (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL,
      id TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      turn_id TEXT,
      ts INTEGER NOT NULL,
      version INTEGER NOT NULL,
      context TEXT NOT NULL,
      data TEXT NOT NULL,
      UNIQUE (session_id, sequence)
    ) STRICT;
    -- The id is looked for here too, since INSERT OR REPLACE fires no trigger on what it deletes.
    CREATE TRIGGER events_follow_the_last BEFORE INSERT ON events
      WHEN NEW.sequence <> 1 + coalesce(
        (SELECT max(sequence) FROM events WHERE session_id = NEW.session_id), 0)
        OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, 'an event has a new id and follows the last of its session'); END;
    CREATE TRIGGER events_never_change BEFORE UPDATE ON events
      BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    -- A cascade removes the session first; whoever deletes events alone still finds it there.
    CREATE TRIGGER events_stay BEFORE DELETE ON events
      WHEN EXISTS (SELECT 1 FROM sessions WHERE id = OLD.session_id)
      BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

    CREATE TABLE inbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      session_id TEXT NOT NULL,
      key TEXT,
      command TEXT NOT NULL,
      created INTEGER NOT NULL,
      UNIQUE (session_id, key)
    ) STRICT;
    CREATE TRIGGER inbox_goes_with_session AFTER DELETE ON sessions
      BEGIN DELETE FROM inbox WHERE session_id = OLD.id; END;

    CREATE TABLE blobs (
      hash TEXT PRIMARY KEY,
      size INTEGER NOT NULL,
      media_type TEXT NOT NULL
    ) STRICT;
    """
}
