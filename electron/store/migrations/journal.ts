/** The journal's versions, oldest first. A step that has been released is never edited: add the next one. */
export const journalSteps: readonly string[] = [
  `
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
  `,
  `
  -- What must have been done before: an operation that takes another's result, such as a new id, waits for it.
  CREATE TABLE dependency (
    operation INTEGER NOT NULL REFERENCES operation,
    needs INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (operation, needs)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What a change set's file was like, in the import's own JSON, and its rows as they stood there, cell by cell: what is
  -- refused goes back to the person as it came.
  CREATE TABLE imported_file (
    change_set INTEGER PRIMARY KEY REFERENCES change_set,
    file TEXT NOT NULL
  ) STRICT;
  CREATE TABLE imported_row (
    operation INTEGER PRIMARY KEY REFERENCES operation,
    cells TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Ways to look at a sheet that a person has given a name.
  CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sheet TEXT NOT NULL,
    name TEXT NOT NULL,
    look TEXT NOT NULL,
    UNIQUE (sheet, name)
  ) STRICT;
  `,
  `
  -- 1 where it is part of the same step as the row before it: a step too long for one commit.
  ALTER TABLE undo_step ADD COLUMN continues INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Of which version of its format the JSON is that is kept here; an operation always told.
  ALTER TABLE undo_step ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE saved_view ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE setting ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE imported_file ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX dependency_by_needs ON dependency (needs);
  `,
  `
  -- Which journal this is, of which profile, and how many commits it has seen: what the files beside it remember of it
  -- is compared with that.
  CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    journal TEXT NOT NULL,
    profile TEXT NOT NULL,
    commits INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Operations of a step that is to be whole or nothing, while not all of its parts are committed: none is sent, and all
  -- are taken back if it is cut off.
  CREATE TABLE unfinished (
    operation INTEGER PRIMARY KEY REFERENCES operation
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The last step, and the next, are found without reading what all the others did.
  CREATE INDEX undo_step_by_undone ON undo_step (undone, id, continues);
  -- Whether anything of a kind is open, and what, is asked after every commit.
  CREATE INDEX operation_open_by_kind ON operation (kind, id) WHERE state NOT IN ('done', 'discarded');
  `,
]
