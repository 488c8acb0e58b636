import type { Person } from '../operation'

/**
 * A stop that was made to see agents stop and was not taken back yet: of one device, or of the whole org (null). `begunAt` is
 * ISO 8601 UTC.
 */
export type Rehearsal = { operationId: string; deviceId: string | null; by: Person; begunAt: string }

/** The error code of a resume that ended a rehearsal and was not sent, because the org was stopped in earnest meanwhile. */
export const STILL_STOPPED = 'still-stopped'

/** `throwaway`: the org was made for rehearsals, and which devices they registered on it; null: it was not. */
export type Rehearsals = { rehearsals: Rehearsal[]; throwaway: { registered: string[] } | null }
