/** Version 2 of the journal. */
export const dependencies = `
  -- What must have been done before: an operation that takes another's result, such as a new id, waits for it.
  CREATE TABLE dependency (
    operation INTEGER NOT NULL REFERENCES operation,
    needs INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (operation, needs)
  ) STRICT, WITHOUT ROWID;
`
