/** Version 3 of the journal. */
export const importedFiles = `
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
`
