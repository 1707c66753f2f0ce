/** Version 7 of the journal. */
export const identity = `
  -- Which journal this is, of which profile, and how many commits it has seen: what the files beside it remember of it
  -- is compared with that.
  CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    journal TEXT NOT NULL,
    profile TEXT NOT NULL,
    commits INTEGER NOT NULL
  ) STRICT;
`
