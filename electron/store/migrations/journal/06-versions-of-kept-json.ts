/** Version 6 of the journal. */
export const versionsOfKeptJson = `
  -- Of which version of its format the JSON is that is kept here; an operation always told.
  ALTER TABLE undo_step ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE saved_view ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE setting ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE imported_file ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX dependency_by_needs ON dependency (needs);
`
