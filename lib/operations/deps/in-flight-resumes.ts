/**
 * Order between stops and resumes: a stop never waits. It preempts every resume that is under way over its devices. When their
 * calls in flight have ended, the stop is sent again for each device that they left active.
 */

/** `devices` null: the resume is of the whole org. */
export type InFlightResume = {
  orgId: string
  devices: ReadonlySet<string> | null
  preemptedSignal: AbortSignal
  ended: Promise<void>
}

export type InFlightResumes = {
  /** Enters a resume; call `end` when its last call has been answered or has timed out. */
  enter: (orgId: string, devices: readonly string[] | null) => { preemptedSignal: AbortSignal; end: () => void }
  /** A resume of the whole org (`deviceId` null), or one that covers the device, is under way. */
  isResuming: (orgId: string, deviceId: string | null) => boolean
  /** Preempts the resumes that overlap a stop; resolves when all have ended. `devices` null: a stop of the whole org. */
  preempt: (orgId: string, devices: readonly string[] | null) => { count: number; ended: Promise<void> }
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
      const resume: InFlightResume = {
        orgId,
        devices: devices && new Set(devices),
        preemptedSignal: controller.signal,
        ended,
      }
      underWay.set(resume, controller)
      return {
        preemptedSignal: controller.signal,
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
    preempt(orgId, devices) {
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

/** An org-wide stop preempts every resume of the org; a stop of devices preempts those that include one of them. */
function overlaps(resumed: ReadonlySet<string> | null, stopped: readonly string[] | null): boolean {
  if (stopped === null) return true
  return resumed !== null && stopped.some((id) => resumed.has(id))
}
