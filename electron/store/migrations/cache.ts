/**
 * The cache's shape. It holds nothing that cannot be pulled again, so a change of shape makes a new file instead of
 * migrating the old one: count the version up.
 */
export const cacheVersion = 1

export const cacheShape = `
  CREATE TABLE tracker (
    id INTEGER PRIMARY KEY,
    panel_id INTEGER NOT NULL UNIQUE,
    label TEXT NOT NULL,
    comment TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    clone INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    owner_name TEXT NOT NULL,
    model_name TEXT NOT NULL,
    created TEXT NOT NULL,
    last_connection TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    model TEXT NOT NULL,
    blocked INTEGER NOT NULL,
    corrupted INTEGER NOT NULL,
    tariff_id INTEGER NOT NULL,
    source_created TEXT NOT NULL,
    tariff_end TEXT NOT NULL,
    connection TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- lower-cased in JavaScript, since SQLite folds ASCII only
    label_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    -- the last outcome of ours that changed this row, and in how many complete pulls in a row it was missed
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX tracker_by_label ON tracker (label_folded, id);
  CREATE INDEX tracker_by_user ON tracker (user_id);
  CREATE INDEX tracker_by_source ON tracker (source_id);

  CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL,
    first_name TEXT NOT NULL,
    middle_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    legal_type TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    phone TEXT NOT NULL,
    city TEXT NOT NULL,
    activated INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    balance REAL NOT NULL,
    bonus REAL NOT NULL,
    trackers_count INTEGER NOT NULL,
    created TEXT NOT NULL,
    comment TEXT NOT NULL,
    login_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX user_by_login ON user (login_folded);

  CREATE TABLE tariff (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    price REAL NOT NULL,
    device_type TEXT NOT NULL,
    device_limit INTEGER NOT NULL,
    active INTEGER NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE equipment (
    id INTEGER PRIMARY KEY,
    model_name TEXT NOT NULL,
    model_code TEXT NOT NULL,
    vendor TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE bundle (
    id INTEGER PRIMARY KEY,
    imei TEXT NOT NULL,
    iccid TEXT NOT NULL,
    model_code TEXT NOT NULL,
    equip_id INTEGER NOT NULL,
    equipment TEXT NOT NULL,
    assigned TEXT NOT NULL,
    order_id INTEGER,
    factory_preset INTEGER,
    search TEXT NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX bundle_by_imei ON bundle (imei);

  -- Rows that an outcome of ours took away: a page asked for before that outcome must not bring them back.
  CREATE TABLE gone (
    tracker INTEGER PRIMARY KEY,
    outcome INTEGER NOT NULL
  ) STRICT;

  -- What our own outcomes made, and the panel did not describe: to be pulled again soon.
  CREATE TABLE stale (
    scope TEXT PRIMARY KEY,
    since INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`
