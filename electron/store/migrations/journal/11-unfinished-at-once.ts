/** Version 11 of the journal. */
export const unfinishedAtOnce = `
  -- Without a reference, which every row's end was held against: no operation is ever deleted, and all of these rows go
  -- at once when a step is whole.
  CREATE TABLE unfinished_at_once (
    operation INTEGER PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  INSERT INTO unfinished_at_once SELECT operation FROM unfinished;
  DROP TABLE unfinished;
  ALTER TABLE unfinished_at_once RENAME TO unfinished;
`
