/** Version 15 of the journal. */
export const accountsOfAttempts = `
  -- As whom it was sent: the login that the session was opened with. Nobody knows that of those before.
  ALTER TABLE attempt ADD COLUMN account TEXT NOT NULL DEFAULT '';
`
