import { firstOwnId } from '../../../../shared/entities/entity.ts'

/** Version 12 of the journal. */
export const ownRows = `
  -- Rows that we make: our id of each, from a space of its own, and what tells it at the panel. Never taken away: a row
  -- that is pulled again after the cache was lost has the id by which edits and steps know it.
  CREATE TABLE own_row (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    key TEXT NOT NULL,
    UNIQUE (entity, key)
  ) STRICT;
  INSERT INTO sqlite_sequence (name, seq) VALUES ('own_row', ${firstOwnId - 1});
`
