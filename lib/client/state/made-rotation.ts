import type { Rotated } from '@/lib/domain/wire/rotation'
import { observable } from './observable'

/**
 * What a rotation of this tab answered last: its text is the only copy of a key. It outlives the page that asked for it, until the person
 * says that the key is kept elsewhere; a reload loses it.
 */
export const madeRotation = observable<{ org: string; rotated: Rotated } | null>(null)
