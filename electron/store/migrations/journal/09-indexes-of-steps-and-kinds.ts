/** Version 9 of the journal. */
export const indexesOfStepsAndKinds = `
  -- The last step, and the next, are found without reading what all the others did.
  CREATE INDEX undo_step_by_undone ON undo_step (undone, id, continues);
  -- Whether anything of a kind is open, and what, is asked after every commit.
  CREATE INDEX operation_open_by_kind ON operation (kind, id) WHERE state NOT IN ('done', 'discarded');
`
