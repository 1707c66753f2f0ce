/** Version 10 of the journal. */
export const lanesOfImeis = `
  -- The lane of what has an IMEI, announced or not; "bundle:" begins the lanes of rows.
  UPDATE lane SET lane = 'imei:' || substr(lane, 8) WHERE lane LIKE 'bundle:%';
`
