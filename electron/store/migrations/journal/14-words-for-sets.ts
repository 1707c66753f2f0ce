/** Version 14 of the journal. */
export const wordsForSets = `
  -- What a person calls a change set, and what is noted of it; empty where nothing is said.
  CREATE TABLE change_set_words (
    change_set INTEGER PRIMARY KEY REFERENCES change_set,
    name TEXT NOT NULL,
    said_at INTEGER NOT NULL,
    comment TEXT NOT NULL
  ) STRICT;
`
