/**
 * The steps of the schema, in order. SQLite takes them all. PostgreSQL begins with the schema as it was after the last of the first
 * list, in one step, and takes those of the second as SQLite does.
 */
import type { Kysely, Migration } from 'kysely'
import { up as main } from '../migrations/0001-main'
import { up as alarms } from '../migrations/0002-alarms'
import { up as indexes } from '../migrations/0003-indexes'
import { up as liveHolds } from '../migrations/0004-live-holds'
import { up as confirmations } from '../migrations/0005-confirmations'
import { up as auditChain } from '../migrations/0006-audit-chain'
import { up as fences } from '../migrations/0007-fences'
import { up as later } from '../migrations/0008-later'
import { up as items } from '../migrations/0009-items'
import { up as finalStates } from '../migrations/0010-final-states'
import { up as listedIds } from '../migrations/0011-listed-ids'
import { up as starts } from '../migrations/0012-starts'
import { up as knownNetworks } from '../migrations/0013-known-networks'
import { up as runbooks } from '../migrations/0014-runbooks'
import { up as usageSpread } from '../migrations/0015-usage-spread'
import { up as savedViews } from '../migrations/0016-saved-views'
import { up as notes } from '../migrations/0017-notes'
import { up as rehearsals } from '../migrations/0018-rehearsals'
import { up as team } from '../migrations/0019-team'
import { up as throwawayOrgs } from '../migrations/0020-throwaway-orgs'
import { up as keyRotations } from '../migrations/0021-key-rotations'
import { up as deviceKeys } from '../migrations/0022-device-keys'
import { up as noteAuthors } from '../migrations/0023-note-authors'
import { up as postgresBaseline } from '../migrations/0023-postgres-baseline'
import { up as writers } from '../migrations/0024-writers'
import type { Engine } from '../rows/engine'

const SQLITE_ONLY = {
  '0001-main': { up: main },
  '0002-alarms': { up: alarms },
  '0003-indexes': { up: indexes },
  '0004-live-holds': { up: liveHolds },
  '0005-confirmations': { up: confirmations },
  '0006-audit-chain': { up: auditChain },
  '0007-fences': { up: fences },
  '0008-later': { up: later },
  '0009-items': { up: items },
  '0010-final-states': { up: finalStates },
  '0011-listed-ids': { up: listedIds },
  '0012-starts': { up: starts },
  '0013-known-networks': { up: knownNetworks },
  '0014-runbooks': { up: runbooks },
  '0015-usage-spread': { up: usageSpread },
  '0016-saved-views': { up: savedViews },
  '0017-notes': { up: notes },
  '0018-rehearsals': { up: rehearsals },
  '0019-team': { up: team },
  '0020-throwaway-orgs': { up: throwawayOrgs },
  '0021-key-rotations': { up: keyRotations },
  '0022-device-keys': { up: deviceKeys },
  '0023-note-authors': { up: noteAuthors },
}

/** Each runs on both engines, and leaves what a console of the version before it reads and writes. */
const common = (engine: Engine) => ({
  '0024-writers': { up: (db: Kysely<unknown>) => writers(db, engine) },
})

export const MIGRATIONS: Record<Engine, Record<string, Migration>> = {
  sqlite: { ...SQLITE_ONLY, ...common('sqlite') },
  postgres: { '0023-postgres-baseline': { up: postgresBaseline }, ...common('postgres') },
}

/**
 * A console that knows the schema up to this step can work with the one that all steps make. It moves on with each step that takes
 * away what the version before still uses, and with no other.
 */
export const SCHEMA_FLOOR = '0024-writers'
