/**
 * What must stay stopped, by the words of the product alone: a stop that was seen in force holds its devices until a person
 * does what may release that hold. Knows nothing of the engine or of its tables.
 */

export type Stop = { operationId: string; who: number; kind: 'operation' | 'fence' | 'fallback' }

/** An act that may give up holds placed by acts asked for before it. */
export type Release =
  | { what: 'undo' | 'cancel'; operationId: string }
  | { what: 'restore'; who: number; devices: readonly string[]; named: readonly string[] }
  | { what: 'enable' }

type Hold = Stop & { deviceId: string; order: number }

export type HoldModel = ReturnType<typeof createHoldModel>

export function createHoldModel() {
  let order = 0
  const holds: Hold[] = []
  const releases = new Set<Release & { order: number }>()

  const isReleased = (hold: Hold): boolean => {
    for (const release of releases) if (release.order > hold.order && releasesHold(release, hold)) return true
    return false
  }

  return {
    /** The place of an act among all, taken when it is asked for. */
    ask: () => ++order,
    /** From here on the act may release; call what it gives back when it turns out to have been refused as a whole. */
    release(act: Release, asked: number): () => void {
      const entry = { ...act, order: asked }
      releases.add(entry)
      return () => void releases.delete(entry)
    },
    /** A stop was seen in force over these devices. */
    inForce(stop: Stop, devices: readonly string[], asked: number): void {
      for (const deviceId of devices) holds.push({ ...stop, deviceId, order: asked })
    },
    /** Stops that keep this device stopped. */
    holders: (deviceId: string): Stop[] => holds.filter((hold) => hold.deviceId === deviceId && !isReleased(hold)),
    heldDevices: (): string[] => [...new Set(holds.filter((hold) => !isReleased(hold)).map((hold) => hold.deviceId))],
    isUndone: (operationId: string): boolean =>
      [...releases].some((act) => 'operationId' in act && act.operationId === operationId),
  }
}

function releasesHold(act: Release, hold: Hold): boolean {
  if (act.what === 'enable') return hold.kind === 'fallback'
  if (act.what !== 'restore') return hold.operationId === act.operationId
  if (hold.kind !== 'operation' || !act.devices.includes(hold.deviceId)) return false
  return hold.who === act.who || act.named.includes(hold.operationId)
}
