import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'

type Words = {
  /** The key, and several of them. */
  one: string
  many: string
  newTitle: string
  newAbout: string
  hint: string
  /** What the text of the key is good for. */
  goodFor: string
  revokeAbout: string
  none: string
  noneMay: string
}

/** The same card for two uses of keys, in the words of each. */
export const KEY_USE_WORDS: Record<AgentKeyUse, Words> = {
  agent: {
    one: 'agent key',
    many: 'Agent keys',
    newTitle: 'New agent key',
    newAbout: 'Adds a key and ends none. One for each deployment, so that a leaked one can be ended alone.',
    hint: 'Where it will be used, such as “crew, production”.',
    goodFor: 'It registers, validates and reads usage; it lifts no stop.',
    revokeAbout:
      'From the next request on it opens nothing: every agent that uses it is denied. It cannot be taken back.',
    none: 'No agent of this org can register or validate.',
    noneMay: 'Make a key for the first one.',
  },
  enrolment: {
    one: 'enrolment key',
    many: 'Enrolment keys',
    newTitle: 'New enrolment key',
    newAbout:
      'A device that registers with it gets a key of its own. One for each rollout, so that it can be ended alone.',
    hint: 'Which rollout it is for, such as “crew, production”.',
    goodFor:
      'It registers devices and does nothing else. Put MACHINEID_DEVICE_KEY_FILE beside it, where the guard keeps the device key.',
    revokeAbout:
      'From the next request on it registers no device. Devices that have their own key go on working. It cannot be taken back.',
    none: 'No device can get a key of its own.',
    noneMay: 'Make one, and give it to the devices that are to have their own key.',
  },
}
