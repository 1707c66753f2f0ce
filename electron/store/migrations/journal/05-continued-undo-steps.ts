/** Version 5 of the journal. */
export const continuedUndoSteps = `
  -- 1 where it is part of the same step as the row before it: a step too long for one commit.
  ALTER TABLE undo_step ADD COLUMN continues INTEGER NOT NULL DEFAULT 0;
`
