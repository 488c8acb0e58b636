/** The account of the person who asks, as the console's own API answers. Times in ISO 8601 UTC. */

/** `isIdle`: it was not used for so long that it can only stop. */
export type SessionView = {
  id: string
  /** Such as "Chrome on Android". */
  device: string
  address: string | null
  signedInAt: string
  lastUsedAt: string
  isThis: boolean
  isIdle: boolean
}

export type Account = { email: string; name: string; sessions: SessionView[] }
