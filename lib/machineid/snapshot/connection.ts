import type { MachineIdClient } from '../client'
import type { SnapshotReader } from './snapshot'

/** Client and reader of one org key; replaced together when the key is. */
export type Connection = { client: MachineIdClient; snapshots: SnapshotReader }
