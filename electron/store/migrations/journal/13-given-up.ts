/** Version 13 of the journal. */
export const givenUp = `
  -- 1 where it waits for what the other one gives up, and not for its result: that is found anew with each release.
  ALTER TABLE dependency ADD COLUMN given_up INTEGER NOT NULL DEFAULT 0;
`
