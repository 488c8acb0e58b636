/** Marks the authority's files, so that another program's database is never taken for one. "MiAu" in ASCII. */
export const APPLICATION_ID = 0x4d694175

/** Steps from each schema version to the next. `user_version` counts the steps done; only ever append. */
export const STATE_STEPS = [
  `CREATE TABLE orgs (
     id INTEGER PRIMARY KEY,
     tag TEXT NOT NULL UNIQUE,
     device_limit INTEGER NOT NULL CHECK (device_limit > 0),
     plan_state TEXT NOT NULL,
     disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
     changed_at INTEGER,
     reason TEXT,
     reserved_revision INTEGER NOT NULL,
     created_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE keys (
     hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
     org_id INTEGER NOT NULL REFERENCES orgs (id),
     kind TEXT NOT NULL CHECK (kind IN ('org', 'agent')),
     created_at INTEGER NOT NULL,
     valid_until INTEGER
   ) STRICT;
   CREATE TABLE devices (
     serial INTEGER PRIMARY KEY,
     slot INTEGER NOT NULL CHECK (slot >= 0),
     org_id INTEGER NOT NULL REFERENCES orgs (id),
     device_id TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     revoked_at INTEGER,
     revoked_revision INTEGER,
     CHECK ((revoked_at IS NULL) = (revoked_revision IS NULL))
   ) STRICT;
   CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
   INSERT INTO meta VALUES ('next_serial', 1), ('writes', 0);`,
  // Agent keys have names. Rows of ended ones stay for a while, so that a repeat of a call is recognized.
  `CREATE TABLE agent_keys (
     id TEXT PRIMARY KEY,
     org_id INTEGER NOT NULL REFERENCES orgs (id),
     name TEXT NOT NULL,
     request_id TEXT,
     created_at INTEGER NOT NULL,
     ended_at INTEGER
   ) STRICT;
   CREATE UNIQUE INDEX agent_keys_by_request ON agent_keys (org_id, request_id);
   ALTER TABLE keys ADD COLUMN agent_key_id TEXT;
   UPDATE keys SET agent_key_id = 'key_' || lower(hex(randomblob(8))) WHERE kind = 'agent';
   INSERT INTO agent_keys SELECT agent_key_id, org_id, 'first', NULL, created_at, valid_until FROM keys WHERE kind = 'agent';`,
  // Orgs that an admin made have a name, and the hash of the key that they were made with: a repeat of the call is recognized by it.
  `ALTER TABLE orgs ADD COLUMN name TEXT;
   ALTER TABLE orgs ADD COLUMN made_with TEXT CHECK (length(made_with) = 64);
   CREATE UNIQUE INDEX orgs_by_made_with ON orgs (made_with);`,
  // Device keys: what an org asks of its agents, a key per device and what follows from its loss, ids that stay stopped after a removal.
  `ALTER TABLE orgs ADD COLUMN key_policy TEXT NOT NULL DEFAULT 'shared' CHECK (key_policy IN ('shared', 'mixed', 'per-device'));
   ALTER TABLE agent_keys ADD COLUMN key_use TEXT NOT NULL DEFAULT 'agent' CHECK (key_use IN ('agent', 'enrolment'));
   CREATE TABLE device_keys (
     hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
     serial INTEGER NOT NULL REFERENCES devices (serial),
     created_at INTEGER NOT NULL,
     first_used_at INTEGER
   ) STRICT;
   CREATE INDEX device_keys_by_serial ON device_keys (serial);
   CREATE TABLE key_releases (
     serial INTEGER PRIMARY KEY REFERENCES devices (serial),
     valid_until INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE id_blocks (
     org_id INTEGER NOT NULL REFERENCES orgs (id),
     device_id TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     PRIMARY KEY (org_id, device_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE key_events (
     org_id INTEGER NOT NULL REFERENCES orgs (id),
     number INTEGER NOT NULL,
     at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     device_id TEXT,
     detail TEXT,
     PRIMARY KEY (org_id, number)
   ) STRICT, WITHOUT ROWID;`,
]

export const EVIDENCE_STEPS = [
  `CREATE TABLE pages (page INTEGER PRIMARY KEY, records BLOB NOT NULL) STRICT;
   CREATE TABLE counters (
     org_id INTEGER PRIMARY KEY,
     allowed INTEGER NOT NULL,
     denied INTEGER NOT NULL,
     registrations INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE key_uses (key_id TEXT PRIMARY KEY, last_used_at INTEGER NOT NULL) STRICT;`,
]
