/** Version 4 of the journal. */
export const savedViews = `
  -- Ways to look at a sheet that a person has given a name.
  CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sheet TEXT NOT NULL,
    name TEXT NOT NULL,
    look TEXT NOT NULL,
    UNIQUE (sheet, name)
  ) STRICT;
`
