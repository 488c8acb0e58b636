/** Why a change is not made. Nothing was changed. The reply for each is in `http/state-refusal.ts`. */
export type StateFault =
  | { code: 'device-not-found'; deviceId: string }
  /** `by`: what needs a free slot, a restore of a known device or the register of a new one. */
  | { code: 'device-limit-reached'; by: 'restore' | 'register'; deviceId: string; limit: number; devicesUsed: number }
  /** The free slots are kept for devices that are revoked and may be restored. */
  | { code: 'device-slots-reserved'; deviceId: string; limit: number; devicesUsed: number; reserved: number }
  /** The id of a device that was revoked and then removed: a person lifts that block first. */
  | { code: 'id-blocked'; deviceId: string }
  /** Another device's key, or one of a kind that registers nothing. */
  | { code: 'enrolment-key-required'; deviceId: string }
  | { code: 'not-own-device-key'; deviceId: string }
  /** Device keys are off, or on and in use. */
  | { code: 'device-keys-off' }
  | { code: 'device-keys-in-use'; devices: number; enrolmentKeys: number }
  /** So many new devices were registered with this key within a minute. */
  | { code: 'too-many-registrations'; waitSeconds: number }
  /** The call was made with a key that was replaced: it would end itself, before its successor was seen to work. */
  | { code: 'key-replaced' }
  /** The key of the call has ended while it was under way. */
  | { code: 'key-ended' }
  /** More devices would be denied than the caller has seen. */
  | { code: 'more-go-dark'; dark: number; darkMax: number }
  /** A register does not restore. */
  | { code: 'device-revoked'; deviceId: string }
  | { code: 'org-limit-reached'; limit: number; by: 'sign-up' | 'admin' }
  /** A key that a new org was to have is one already, or its org was made otherwise than it is wanted now. */
  | { code: 'key-used'; kind: 'org' | 'agent' }
  | { code: 'agent-key-not-found'; id: string }
  | { code: 'agent-key-name-taken'; name: string }
  | { code: 'agent-key-limit-reached'; limit: number }
  /** An earlier call with this request id wanted another name. */
  | { code: 'request-id-used'; requestId: string }
  /** Several agent keys work: a rotation has to say which one it replaces. */
  | { code: 'agent-key-unnamed'; keys: { id: string; name: string }[] }
  /** The disk did not take it; `cause` has the reason. */
  | { code: 'not-written' }

export class StateError extends Error {
  override readonly name = 'StateError'

  constructor(
    readonly fault: StateFault,
    options?: ErrorOptions,
  ) {
    super(fault.code, options)
  }
}
