/** The first form of a project file. README.md beside the folder says what the tables and columns mean. */
import type { Database } from 'better-sqlite3'

export const version = 1

export function up(db: Database): void {
  db.exec(`
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE document (
  place TEXT PRIMARY KEY CHECK (place IN ('first', 'newest')),
  sequence INTEGER NOT NULL,
  step INTEGER NOT NULL,
  body TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE step (
  number INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'abandoned')),
  kind TEXT NOT NULL,
  thing TEXT,
  merge_key TEXT,
  made_at INTEGER NOT NULL,
  commands TEXT NOT NULL,
  inverse TEXT NOT NULL
) STRICT;
CREATE INDEX step_state ON step (state, number);
CREATE TABLE blob (
  number INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE round (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  parent TEXT REFERENCES round (id),
  kind TEXT NOT NULL,
  level INTEGER NOT NULL,
  job TEXT NOT NULL,
  variant INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  draft TEXT NOT NULL,
  picture TEXT NOT NULL REFERENCES blob (sha256),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  passes INTEGER NOT NULL,
  seconds REAL NOT NULL,
  model_name TEXT NOT NULL,
  model_digest TEXT NOT NULL,
  device TEXT NOT NULL,
  device_reason TEXT NOT NULL,
  warnings TEXT NOT NULL
) STRICT;
CREATE TABLE round_part (
  round TEXT NOT NULL REFERENCES round (id),
  role TEXT NOT NULL,
  blob TEXT NOT NULL REFERENCES blob (sha256),
  PRIMARY KEY (round, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE trajectory (
  round TEXT NOT NULL REFERENCES round (id),
  step INTEGER NOT NULL,
  blob TEXT NOT NULL REFERENCES blob (sha256),
  PRIMARY KEY (round, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE track (
  key TEXT PRIMARY KEY,
  blob TEXT NOT NULL REFERENCES blob (sha256),
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE thumbnail (
  picture TEXT NOT NULL REFERENCES blob (sha256),
  side INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (picture, side)
) STRICT;
`)
}
