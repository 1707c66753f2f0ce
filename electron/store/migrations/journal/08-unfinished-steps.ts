/** Version 8 of the journal. */
export const unfinishedSteps = `
  -- Operations of a step that is to be whole or nothing, while not all of its parts are committed: none is sent, and all
  -- are taken back if it is cut off.
  CREATE TABLE unfinished (
    operation INTEGER PRIMARY KEY REFERENCES operation
  ) STRICT, WITHOUT ROWID;
`
