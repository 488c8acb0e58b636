/** A name for a selector, kept by a person for themselves or for all of the org. `version` grows with each change. */
export type SavedView = {
  id: string
  name: string
  selector: string
  shared: boolean
  version: number
  /** The person may change and remove it. */
  mayChange: boolean
  /** Devices that match now; null if nothing was read yet, or the selector has a fault. */
  count: number | null
  /** Why the selector picks nothing any more, for instance since the pattern of the ids changed; null if it does. */
  fault: string | null
}
