import type { Person } from '../operation'

/** A revoke of one device, made to see its agent stop, that was not taken back yet. `begunAt` is ISO 8601 UTC. */
export type Rehearsal = { operationId: string; deviceId: string; by: Person; begunAt: string }

export type Rehearsals = { rehearsals: Rehearsal[] }
