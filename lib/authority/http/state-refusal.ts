import type { StateError, StateFault } from '../state/state-error'
import { Refusal } from './refusal'

/** The name of the register, as its replies give it. */
export const REGISTER = 'devices/register'

function refusalOf(fault: StateFault): Refusal {
  switch (fault.code) {
    case 'device-not-found':
      return new Refusal(404, 'device_not_found', 'No device of this org has this id.', {
        data: { deviceId: fault.deviceId },
      })
    case 'device-limit-reached': {
      const { by, deviceId, limit, devicesUsed } = fault
      const registered = by === 'register' ? { handler: REGISTER, deviceId } : {}
      const message = `All ${limit} device slots are in use. Revoke or remove a device first.`
      return new Refusal(403, 'device_limit_reached', message, {
        data: { ...registered, status: 'blocked', limit, devicesUsed },
      })
    }
    case 'device-slots-reserved': {
      const { deviceId, limit, devicesUsed, reserved } = fault
      const message = `No slot is free for a new device: ${devicesUsed} of ${limit} are in use, and ${reserved} are kept for revoked devices. Remove those that do not come back.`
      return new Refusal(403, 'device_limit_reached', message, {
        data: { status: 'blocked', handler: REGISTER, deviceId, limit, devicesUsed, reserved },
      })
    }
    case 'id-blocked':
      return new Refusal(
        403,
        'device_revoked',
        'The device of this id was revoked and then removed. A person must lift the block of the id before it can register again.',
        { data: { status: 'blocked', handler: REGISTER, deviceId: fault.deviceId, idBlocked: true } },
      )
    case 'enrolment-key-required':
      return new Refusal(
        403,
        'enrolment_key_required',
        'Every device of this org has its own key. Register a new one with an enrolment key.',
        { data: { status: 'blocked', handler: REGISTER, deviceId: fault.deviceId } },
      )
    case 'not-own-device-key':
      return new Refusal(
        403,
        'device_key',
        'This is the key of another device. It registers and validates its own id alone.',
        {
          data: { status: 'blocked', handler: REGISTER, deviceId: fault.deviceId },
        },
      )
    case 'device-keys-off':
      return new Refusal(
        409,
        'device_keys_off',
        'This org has no device keys. Set its policy to mixed first. Nothing changed.',
      )
    case 'device-keys-in-use':
      return new Refusal(
        409,
        'device_keys_in_use',
        `${fault.devices} devices have a key and ${fault.enrolmentKeys} enrolment keys work. End them before agents share a key again. Nothing changed.`,
        { data: { devices: fault.devices, enrolmentKeys: fault.enrolmentKeys } },
      )
    case 'too-many-registrations':
      return new Refusal(
        429,
        'too_many_registrations',
        `Too many new devices with this key within a minute. Wait ${fault.waitSeconds} s. Devices that are registered are not concerned.`,
        { headers: ['retry-after', String(fault.waitSeconds)], data: { handler: REGISTER } },
      )
    case 'key-replaced':
      return new Refusal(
        409,
        'key_replaced',
        'The key in the x-org-key header was replaced itself. Call with the one that took its place. Nothing changed.',
      )
    case 'key-ended':
      return new Refusal(401, 'invalid_org_key', 'The key in the x-org-key header has ended.')
    case 'more-go-dark':
      return new Refusal(
        409,
        'more_go_dark',
        `${fault.dark} active devices have not used a key of their own, more than the ${fault.darkMax} of the review. Review again. Nothing changed.`,
        { data: { dark: fault.dark } },
      )
    case 'device-revoked':
      return new Refusal(403, 'device_revoked', 'The device was revoked. Registering does not restore it.', {
        data: { status: 'blocked', handler: REGISTER, deviceId: fault.deviceId },
      })
    case 'org-limit-reached': {
      const message = `This authority keeps at most ${fault.limit} orgs.`
      if (fault.by === 'sign-up') return new Refusal(403, 'signup_closed', message)
      return new Refusal(409, 'too_many_orgs', message, { data: { limit: fault.limit } })
    }
    case 'key-used':
      return new Refusal(
        409,
        'key_used',
        fault.kind === 'agent'
          ? 'An org has this agentKey already. Nothing changed.'
          : 'Another org has this orgKey, or an org was made with it under another name, limit or agent key. Nothing changed.',
        { data: { key: fault.kind === 'agent' ? 'agentKey' : 'orgKey' } },
      )
    case 'agent-key-not-found':
      return new Refusal(404, 'agent_key_not_found', 'No agent key of this org has this id.', {
        data: { id: fault.id },
      })
    case 'agent-key-name-taken':
      return new Refusal(
        409,
        'agent_key_name_taken',
        'An agent key that works has this name. Choose another name, or revoke that key first.',
        { data: { name: fault.name } },
      )
    case 'agent-key-limit-reached':
      return new Refusal(409, 'agent_key_limit_reached', `${fault.limit} agent keys work. Revoke one first.`, {
        data: { limit: fault.limit },
      })
    case 'request-id-used':
      return new Refusal(409, 'request_id_used', 'An agent key with another name was made under this request id.', {
        data: { requestId: fault.requestId },
      })
    case 'agent-key-unnamed':
      return new Refusal(
        409,
        'which_agent_key',
        'Several agent keys work. Say which one to rotate as agentKeyId, or all: true to end every one. Nothing changed.',
        { data: { keys: fault.keys } },
      )
    case 'not-written':
      return new Refusal(
        500,
        'not_written',
        'The change could not be written to disk, so it was not made. Nothing changed.',
      )
  }
}

/** The reply for a change that was not made; keeps the cause for the log. */
export const stateRefusal = ({ fault, cause }: StateError): Refusal => Object.assign(refusalOf(fault), { cause })
