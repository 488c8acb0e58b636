/** Rotation of a key: which, for how long the previous one goes on working, and what is known of it. */

/** The org key, or an agent key. */
export const ROTATED_KINDS = ['org', 'agent'] as const
export type RotatedKind = (typeof ROTATED_KINDS)[number]

/**
 * `requested`: the call is under way. `done`: the new key has answered. `refused`: nothing changed. `unknown`: the reply was lost, or the
 * new key did not answer. `recovered`: another rotation took its place.
 * `closed`: no agent key of its name works any more, so that nothing of it is left.
 */
export type RotationState = 'requested' | 'done' | 'refused' | 'unknown' | 'recovered' | 'closed'

/** Until the new key has answered, the previous one works at least this long: with it another new key is made if a reply was lost. */
export const OVERLAP_MIN_S = 300
export const OVERLAP_MAX_S = 86_400

/** Overlaps that a person chooses from, in seconds; 0 ends the previous key as soon as the new one has answered. */
export const OVERLAPS_S = [0, 300, 3_600, OVERLAP_MAX_S] as const

/** The overlap that is sent: never shorter than a recovery needs. */
export const sentOverlap = (chosen: number): number => Math.max(chosen, OVERLAP_MIN_S)
