/** The Connect page, as the console's own API answers. No key is in any of it. */

import type { OwnBoundary } from '../connect/companions'
import type { HandedFile, Step } from '../connect/hand-out'
import type { DeviceStatus } from '../device'
import type { Facet } from './devices'
import type { Reading } from './org-state'

/** What the page shows of one framework before anything is chosen. */
export type FrameworkView = {
  id: string
  /** The boundaries that its starter has. */
  boundaries: OwnBoundary[]
  /** Paths that no hook reaches, from the head of its adapter. */
  unguarded: string[]
}

/** `parts`: values in use, by part of the id pattern. */
export type ConnectView = { frameworks: FrameworkView[]; parts: Facet[] }

export type IdState = {
  id: string
  /** Null: the id is free. `createdAt` null or absent: when it was registered is not known. */
  registered: { status: DeviceStatus; createdAt?: string | null } | null
  /** Ids of the fleet that a person could take for it, at most 5. */
  lookalikes: string[]
}

/** The drafted id first, then those of the plan. */
export type IdCheck = {
  ids: IdState[]
  /** Places left under the cap; null: there is no cap; absent: unknown. */
  slots?: number | null
  /** The next free id that counts on from the drafted one, where that is registered. */
  next: string | null
  reading: Reading
}

export type ConnectFiles = {
  files: HandedFile[]
  steps: Step[]
  prompts: { existing: string; fresh: string }
}
