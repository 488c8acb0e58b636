import type { KeyPolicy } from '@/lib/domain/keys/key-policy'

type Words = { name: string; about: string }

/** What a policy means for agents and for what a confirmation is worth. */
export const POLICY_WORDS: Record<KeyPolicy, Words> = {
  shared: {
    name: 'Agents share keys',
    about:
      'The holder of an agent key can validate as any device of this org. So a confirmation is reported: it may come from another agent with the same key.',
  },
  mixed: {
    name: 'Some devices have their own key',
    about:
      'A device that has a key of its own is denied with any other. The others go on with the agent key that they share. Roll out keys here, device by device.',
  },
  'per-device': {
    name: 'Each device has its own key',
    about:
      'A device validates with its own key alone, so a confirmation is proven: only that device can have caused it. An agent key that is shared is denied.',
  },
}

export type PolicyStep = { to: KeyPolicy; button: string; title: string; about: string; press: string }

const TO_SHARED: PolicyStep = {
  to: 'shared',
  button: 'Go back to shared keys…',
  title: 'Let agents share keys again?',
  about:
    'First end every device key and every enrolment key: while one works, the authority refuses this step. Confirmations are only reported from then on.',
  press: 'Share keys again',
}

/** The steps that lead on from a policy, the way forward first. */
export const STEPS_FROM: Record<KeyPolicy, readonly PolicyStep[]> = {
  shared: [
    {
      to: 'mixed',
      button: 'Begin with device keys…',
      title: 'Begin with device keys?',
      about:
        'Nothing changes for the agents that run now. From then on you can make an enrolment key; a device that registers with it gets a key of its own, and needs it from then on.',
      press: 'Begin',
    },
  ],
  mixed: [
    {
      to: 'per-device',
      button: 'Ask each device for its own key…',
      title: 'Ask each device for its own key?',
      about: 'A device without a key of its own is denied from its next validate on.',
      press: 'Ask for device keys',
    },
    TO_SHARED,
  ],
  'per-device': [
    {
      to: 'mixed',
      button: 'Allow shared keys again…',
      title: 'Allow shared keys again?',
      about:
        'Devices without a key of their own may work again with an agent key. Their confirmations are reported, not proven.',
      press: 'Allow shared keys',
    },
    TO_SHARED,
  ],
}
