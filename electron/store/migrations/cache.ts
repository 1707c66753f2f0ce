/**
 * The cache's shape. It holds nothing that cannot be pulled again, so a change of shape makes a new file instead of
 * migrating the old one: count the version up.
 */
export const cacheVersion = 17

const nameColumns = {
  tracker: 'owner, owner_folded, plan, plan_folded, dealer, dealer_folded',
  user: 'dealer, dealer_folded',
  bundle: 'device, device_folded',
  route: 'owner, owner_folded',
  checkpoint: 'owner, owner_folded',
}
type Named = keyof typeof nameColumns

const name = (table: Named, which: string) =>
  `UPDATE ${table} SET (${nameColumns[table]}) =
     (SELECT ${nameColumns[table]} FROM ${table}_names AS n WHERE n.id = ${table}.id) WHERE ${which};`

/** Rows that come, or change in what their names depend on, are named. */
const named = (table: Named, columns: string) => `
  CREATE TRIGGER ${table}_named AFTER INSERT ON ${table} BEGIN ${name(table, 'id = new.id')} END;
  CREATE TRIGGER ${table}_renamed AFTER UPDATE OF ${columns} ON ${table} BEGIN ${name(table, 'id = new.id')} END;`

/** What gives rows their name comes, changes or goes. */
const naming = (giver: string, columns: string, table: Named, key: string) => `
  CREATE TRIGGER ${giver}_names_${table} AFTER INSERT ON ${giver} BEGIN ${name(table, `${key} = new.id`)} END;
  CREATE TRIGGER ${giver}_renames_${table} AFTER UPDATE OF ${columns} ON ${giver}
    BEGIN ${name(table, `${key} = new.id`)} END;
  CREATE TRIGGER ${giver}_unnames_${table} AFTER DELETE ON ${giver} BEGIN ${name(table, `${key} = old.id`)} END;`

/** What calls a row of a user's by the user. */
const ownedBy = (table: Named) => `
  CREATE VIEW ${table}_names AS
    SELECT t.id, coalesce(nullif(u.login, ''), t.user_id) AS owner,
      coalesce(nullif(u.login_folded, ''), t.user_id) AS owner_folded
    FROM ${table} AS t LEFT JOIN user AS u ON u.id = t.user_id;`

/** Bundles: those that the panel has, and in a table of the same shape those that we are to make. */
const bundles = (table: string) => `
  CREATE TABLE ${table} (
    id INTEGER PRIMARY KEY,
    -- NULL until the panel has named one that we made
    panel_id INTEGER UNIQUE,
    imei TEXT NOT NULL,
    iccid TEXT NOT NULL,
    model_code TEXT NOT NULL,
    equip_id INTEGER NOT NULL,
    equipment TEXT NOT NULL,
    assigned TEXT NOT NULL,
    order_id INTEGER,
    factory_preset INTEGER,
    model_code_folded TEXT NOT NULL,
    equipment_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    -- what the sheet calls its type; kept by the triggers below
    device TEXT NOT NULL DEFAULT '',
    device_folded TEXT NOT NULL DEFAULT '',
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;`

/** Users: those that the panel has, and in a table of the same shape those that we are to make. */
const users = (table: string) => `
  CREATE TABLE ${table} (
    id INTEGER PRIMARY KEY,
    -- the same; NULL of one that is still to be made
    panel_id INTEGER,
    dealer_id INTEGER NOT NULL,
    login TEXT NOT NULL,
    first_name TEXT NOT NULL,
    middle_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    legal_type TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    tin TEXT NOT NULL,
    iec TEXT NOT NULL,
    phone TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    city TEXT NOT NULL,
    street TEXT NOT NULL,
    post_index TEXT NOT NULL,
    activated INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    balance REAL NOT NULL,
    bonus REAL NOT NULL,
    trackers_count INTEGER NOT NULL,
    created TEXT NOT NULL,
    comment TEXT NOT NULL,
    password TEXT NOT NULL,
    login_folded TEXT NOT NULL,
    first_name_folded TEXT NOT NULL,
    middle_name_folded TEXT NOT NULL,
    last_name_folded TEXT NOT NULL,
    legal_type_folded TEXT NOT NULL,
    legal_name_folded TEXT NOT NULL,
    country_folded TEXT NOT NULL,
    region_folded TEXT NOT NULL,
    city_folded TEXT NOT NULL,
    street_folded TEXT NOT NULL,
    comment_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    dealer TEXT NOT NULL DEFAULT '',
    dealer_folded TEXT NOT NULL DEFAULT '',
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;`

/** Routes, and below their stops: those that the panel has, and in a table of the same shape those that we are to make. */
const routes = (table: string) => `
  CREATE TABLE ${table} (
    id INTEGER PRIMARY KEY,
    panel_id INTEGER UNIQUE,
    user_id INTEGER NOT NULL,
    tracker_id INTEGER,
    tracker TEXT NOT NULL,
    label TEXT NOT NULL,
    description TEXT NOT NULL,
    external_id TEXT NOT NULL,
    status TEXT NOT NULL,
    status_changed TEXT NOT NULL,
    created TEXT NOT NULL,
    window_from TEXT NOT NULL,
    window_to TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    origin TEXT NOT NULL,
    stops INTEGER NOT NULL,
    tags TEXT NOT NULL,
    tag_ids TEXT NOT NULL,
    label_folded TEXT NOT NULL,
    tracker_folded TEXT NOT NULL,
    description_folded TEXT NOT NULL,
    tags_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    owner_folded TEXT NOT NULL DEFAULT '',
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;`

const checkpoints = (table: string) => `
  CREATE TABLE ${table} (
    id INTEGER PRIMARY KEY,
    panel_id INTEGER UNIQUE,
    user_id INTEGER NOT NULL,
    route_id INTEGER,
    -- NULL, as its place is, for a single task
    route_row INTEGER,
    route TEXT NOT NULL,
    position INTEGER,
    tracker_id INTEGER,
    tracker TEXT NOT NULL,
    label TEXT NOT NULL,
    description TEXT NOT NULL,
    address TEXT NOT NULL,
    coordinates TEXT NOT NULL,
    radius INTEGER NOT NULL,
    window_from TEXT NOT NULL,
    window_to TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    max_delay INTEGER NOT NULL,
    min_stay INTEGER NOT NULL,
    min_arrival INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    status TEXT NOT NULL,
    arrived TEXT NOT NULL,
    created TEXT NOT NULL,
    tags TEXT NOT NULL,
    tag_ids TEXT NOT NULL,
    custom TEXT NOT NULL,
    route_folded TEXT NOT NULL,
    label_folded TEXT NOT NULL,
    address_folded TEXT NOT NULL,
    tracker_folded TEXT NOT NULL,
    description_folded TEXT NOT NULL,
    tags_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    owner_folded TEXT NOT NULL DEFAULT '',
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;`

export const cacheShape = `
  CREATE TABLE tracker (
    id INTEGER PRIMARY KEY,
    panel_id INTEGER NOT NULL UNIQUE,
    label TEXT NOT NULL,
    comment TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    clone INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    dealer_id INTEGER NOT NULL,
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
    comment_folded TEXT NOT NULL,
    owner_name_folded TEXT NOT NULL,
    model_name_folded TEXT NOT NULL,
    model_folded TEXT NOT NULL,
    connection_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    -- what the sheet calls the owner, the plan and the dealer; kept by the triggers below
    owner TEXT NOT NULL DEFAULT '',
    owner_folded TEXT NOT NULL DEFAULT '',
    plan TEXT NOT NULL DEFAULT '',
    plan_folded TEXT NOT NULL DEFAULT '',
    dealer TEXT NOT NULL DEFAULT '',
    dealer_folded TEXT NOT NULL DEFAULT '',
    -- the last outcome of ours that changed this row, and in how many complete pulls in a row it was missed
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX tracker_by_user ON tracker (user_id);
  CREATE INDEX tracker_by_source ON tracker (source_id);

${users('user')}
  CREATE INDEX user_by_login ON user (login_folded);
  CREATE INDEX user_by_exact_login ON user (login);
${users('made_user')}

  CREATE TABLE tariff (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    price REAL NOT NULL,
    proportional INTEGER NOT NULL,
    device_type TEXT NOT NULL,
    device_limit INTEGER NOT NULL,
    active INTEGER NOT NULL,
    name_folded TEXT NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE dealer (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE equipment (
    id INTEGER PRIMARY KEY,
    model_name TEXT NOT NULL,
    model_code TEXT NOT NULL,
    vendor TEXT NOT NULL,
    name TEXT NOT NULL,
    model_name_folded TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    outcome INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
${bundles('bundle')}
  CREATE INDEX bundle_by_imei ON bundle (imei);
  CREATE INDEX bundle_by_sim ON bundle (iccid);
${bundles('made_bundle')}
${routes('route')}
  CREATE INDEX route_by_user ON route (user_id);
${routes('made_route')}

${checkpoints('checkpoint')}
  CREATE INDEX checkpoint_by_user ON checkpoint (user_id);
  CREATE INDEX checkpoint_by_route ON checkpoint (route_id);
  CREATE INDEX checkpoint_by_route_row ON checkpoint (route_row);
${checkpoints('made_checkpoint')}

  -- The words by which users sort their routes and stops, by the panel's ids.
  CREATE TABLE tag (
    user_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (user_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tag_by_id ON tag (id);

  -- How the last pull of each user's routes ended: milliseconds since 1970, UTC.
  CREATE TABLE routes_of (
    user INTEGER PRIMARY KEY,
    pulled_at INTEGER NOT NULL
  ) STRICT;

  -- Trackers that the panel counted as active. What one answer told of a month is a reading: it stands there whole
  -- before the month takes it, and one that no month has any more is swept away.
  CREATE TABLE active_reading (id INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE active_month (
    month TEXT PRIMARY KEY,
    reading INTEGER NOT NULL,
    -- NULL where the panel says nothing of this month
    amount INTEGER,
    -- milliseconds since 1970, UTC
    read_at INTEGER NOT NULL,
    -- whether it was over then
    complete INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE active_tracker (
    reading INTEGER NOT NULL,
    tracker_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (reading, tracker_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE active_owner (
    reading INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (reading, user_id)
  ) STRICT, WITHOUT ROWID;
  -- What one reading has and another lacks, once and for all; \`compared\` where all of it has been found.
  CREATE TABLE active_change (
    reading INTEGER NOT NULL,
    other INTEGER NOT NULL,
    tracker_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (reading, other, tracker_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE active_compared (
    reading INTEGER NOT NULL,
    other INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (reading, other)
  ) STRICT, WITHOUT ROWID;
  -- As the last reading that named them called them.
  CREATE TABLE active_name (
    tracker_id INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    device_id TEXT NOT NULL
  ) STRICT;
  CREATE TABLE active_user (
    user_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    dealer TEXT NOT NULL
  ) STRICT;

  -- What rows are called by names that stand in other tables: in columns of their own, so that an index can sort by
  -- them, and by triggers, so that nothing that writes can forget them.
  CREATE VIEW tracker_names AS
    SELECT t.id,
      coalesce(nullif(u.login, ''), nullif(t.owner_name, ''), nullif(t.user_id, 0), '') AS owner,
      coalesce(nullif(u.login_folded, ''), nullif(t.owner_name_folded, ''), nullif(t.user_id, 0), '') AS owner_folded,
      coalesce(nullif(p.name, ''), nullif(t.tariff_id, 0), '') AS plan,
      coalesce(nullif(p.name_folded, ''), nullif(t.tariff_id, 0), '') AS plan_folded,
      coalesce(nullif(d.title, ''), nullif(t.dealer_id, 0), '') AS dealer,
      coalesce(nullif(d.title_folded, ''), nullif(t.dealer_id, 0), '') AS dealer_folded
    FROM tracker AS t LEFT JOIN user AS u ON u.id = t.user_id LEFT JOIN tariff AS p ON p.id = t.tariff_id
      LEFT JOIN dealer AS d ON d.id = t.dealer_id;
  CREATE VIEW user_names AS
    SELECT t.id,
      coalesce(nullif(d.title, ''), nullif(t.dealer_id, 0), '') AS dealer,
      coalesce(nullif(d.title_folded, ''), nullif(t.dealer_id, 0), '') AS dealer_folded
    FROM user AS t LEFT JOIN dealer AS d ON d.id = t.dealer_id;
  CREATE VIEW bundle_names AS
    SELECT b.id,
      coalesce(nullif(b.equipment, ''), nullif(e.name, ''), e.model_name, '') AS device,
      coalesce(nullif(b.equipment_folded, ''), nullif(e.name_folded, ''), e.model_name_folded, '') AS device_folded
    FROM bundle AS b LEFT JOIN equipment AS e ON e.id = b.equip_id;${ownedBy('route')}${ownedBy('checkpoint')}
  ${[
    named('tracker', 'user_id, owner_name, tariff_id, dealer_id'),
    named('user', 'dealer_id'),
    named('bundle', 'equip_id, equipment'),
    named('route', 'user_id'),
    named('checkpoint', 'user_id'),
    naming('user', 'login', 'tracker', 'user_id'),
    naming('user', 'login', 'route', 'user_id'),
    naming('user', 'login', 'checkpoint', 'user_id'),
    naming('tariff', 'name', 'tracker', 'tariff_id'),
    naming('dealer', 'title', 'tracker', 'dealer_id'),
    naming('dealer', 'title', 'user', 'dealer_id'),
    naming('equipment', 'name, model_name', 'bundle', 'equip_id'),
  ].join('')}

  -- Few rows were ever missed: they are found without reading the others.
  ${['tracker', 'user', 'tariff', 'dealer', 'equipment', 'bundle', 'route', 'checkpoint']
    .map((table) => `CREATE INDEX ${table}_missed ON ${table} (missed) WHERE missed > 0;`)
    .join('\n  ')}

  -- Complete pulls: milliseconds since 1970, UTC. What is found to differ belongs to the one that ends next.
  CREATE TABLE pull (
    id INTEGER PRIMARY KEY,
    ended_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX pull_by_end ON pull (ended_at);
  -- Of which entities all rows were read once: a row that comes after that is new at the panel.
  CREATE TABLE pulled_whole (entity TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  -- What came, changed and went, with the values as the rows held them, and what these were called then.
  CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    pull INTEGER NOT NULL,
    entity TEXT NOT NULL,
    row INTEGER NOT NULL,
    panel_id INTEGER,
    name TEXT NOT NULL,
    sort TEXT NOT NULL,
    -- the column; empty for the row as a whole
    field TEXT NOT NULL,
    old ANY,
    new ANY,
    old_name TEXT,
    new_name TEXT,
    ours INTEGER NOT NULL,
    search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX change_by_pull ON change (pull);
  CREATE INDEX change_by_row ON change (entity, row, field);

  -- Rows that an outcome of ours took away: a page asked for before that outcome must not bring them back.
  CREATE TABLE gone (
    mirror TEXT NOT NULL,
    panel_id INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    PRIMARY KEY (mirror, panel_id)
  ) STRICT, WITHOUT ROWID;

  -- What our own outcomes made, and the panel did not describe: to be pulled again soon.
  CREATE TABLE stale (
    scope TEXT PRIMARY KEY,
    outcome INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`
