/**
 * Order between stops and resumes: a stop never waits; it breaks off every resume that is under way over its devices, and
 * once their calls in flight have ended it is sent again for whatever they left active.
 */

/** `devices` null: the resume is of the whole org. */
export type InFlightResume = {
  orgId: string
  devices: ReadonlySet<string> | null
  broken: AbortSignal
  ended: Promise<void>
}

export type InFlightResumes = {
  /** Enters a resume; call `end` when its last call has been answered or has timed out. */
  enter: (orgId: string, devices: readonly string[] | null) => { broken: AbortSignal; end: () => void }
  /** A resume of the whole org (`deviceId` null), or one that covers the device, is under way. */
  isResuming: (orgId: string, deviceId: string | null) => boolean
  /** Breaks off what overlaps a stop; resolves when all of it has ended. `devices` null: a stop of the whole org. */
  breakOff: (orgId: string, devices: readonly string[] | null) => { count: number; ended: Promise<void> }
}

export function createInFlightResumes(): InFlightResumes {
  const underWay = new Map<InFlightResume, AbortController>()
  return {
    enter(orgId, devices) {
      const controller = new AbortController()
      let finish = () => {}
      const ended = new Promise<void>((resolve) => {
        finish = resolve
      })
      const resume: InFlightResume = { orgId, devices: devices && new Set(devices), broken: controller.signal, ended }
      underWay.set(resume, controller)
      return {
        broken: controller.signal,
        end() {
          underWay.delete(resume)
          finish()
        },
      }
    },
    isResuming(orgId, deviceId) {
      for (const { orgId: resumed, devices } of underWay.keys()) {
        if (resumed === orgId && (devices === null || (deviceId !== null && devices.has(deviceId)))) return true
      }
      return false
    },
    breakOff(orgId, devices) {
      const overlapping = [...underWay].filter(
        ([resume]) => resume.orgId === orgId && overlaps(resume.devices, devices),
      )
      for (const [, controller] of overlapping) controller.abort()
      return {
        count: overlapping.length,
        ended: Promise.all(overlapping.map(([resume]) => resume.ended)).then(() => undefined),
      }
    },
  }
}

/** An org-wide stop breaks off every resume of the org; a stop of devices those that touch one of them. */
function overlaps(resumed: ReadonlySet<string> | null, stopped: readonly string[] | null): boolean {
  if (stopped === null) return true
  return resumed !== null && stopped.some((id) => resumed.has(id))
}
