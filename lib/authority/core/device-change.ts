import type { Tx } from '../disk/group-committer'
import type { Org } from '../state/org'
import type { Core } from './core'

/** What a change did, and the revision from which it holds. */
export type Changed = { changed: boolean; revision: number }

/** One change of one device, or of its id, within a commit. `now`: epoch milliseconds. */
export type DeviceChange = (core: Core, tx: Tx, org: Org, deviceId: string, now: number) => Changed
