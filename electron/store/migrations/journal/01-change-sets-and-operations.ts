/** Version 1 of the journal. */
export const changeSetsAndOperations = `
  CREATE TABLE change_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    released_at INTEGER
  ) STRICT;

  -- What was asked for, and what has become of it. Nothing is ever deleted from here.
  CREATE TABLE operation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change_set INTEGER NOT NULL REFERENCES change_set,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    params TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    -- a rule that a draft breaks: it may be staged, never released
    broken TEXT,
    -- why it waits, is unknown or was refused
    problem TEXT,
    -- what the panel holds instead, for a conflict
    theirs TEXT,
    result TEXT,
    -- the part of a refused batch that it was narrowed down to: only equals share a request
    part TEXT NOT NULL DEFAULT '',
    retry_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- when its last attempt left
    sent_at INTEGER,
    -- place in the sequence of outcomes that the cache applies
    outcome INTEGER UNIQUE,
    file_row INTEGER,
    staged_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX operation_by_set ON operation (change_set, state);
  CREATE INDEX operation_open ON operation (state, id) WHERE state NOT IN ('done', 'discarded');

  -- The lanes of operations that are not settled: what must go in order.
  CREATE TABLE lane (
    lane TEXT NOT NULL,
    operation INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (lane, operation)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lane_by_operation ON lane (operation);

  -- One request to the panel, committed before it leaves.
  CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    took INTEGER,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    request TEXT NOT NULL,
    subject TEXT NOT NULL,
    operations INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    http_status INTEGER,
    answer TEXT,
    problem TEXT
  ) STRICT;
  CREATE TABLE attempt_operation (
    operation INTEGER NOT NULL REFERENCES operation,
    attempt INTEGER NOT NULL REFERENCES attempt,
    PRIMARY KEY (operation, attempt)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attempt_operation_by_attempt ON attempt_operation (attempt);

  -- What undo takes back: values of cells before and after; kept until release.
  CREATE TABLE undo_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change_set INTEGER NOT NULL REFERENCES change_set,
    source TEXT NOT NULL,
    cells TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`
