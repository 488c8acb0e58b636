import type { NoteContent } from '../audit'
import type { Person } from '../operation'

/** What people wrote down about the devices that a selector picks. `version` grows with each change. */
export type Note = NoteContent & {
  id: string
  version: number
  /** Who wrote it or changed it last, and when (ISO 8601); null where the record of an older note does not have it. */
  changed: { by: Person; at: string } | null
  /** Devices that match now; 0 for a role that was renamed; null if nothing was read yet, or the selector has a fault. */
  count: number | null
  /** Why the selector picks nothing any more; null if it does. */
  fault: string | null
}

/** A note that covers some of the devices that were asked about: so many of them. */
export type CoveringNote = Note & { covers: number }
