import { expect, it } from 'vitest'
import { keyActWords, keyOutcomeWords, lostWords, reportedManyWords, reportedWords } from './key-record-words'

const show = (id: string) => `<${id}>`

it('says what was asked for and what became of it', () => {
  const policy = { act: 'policy', before: 'mixed', after: 'per-device', darkMax: 2 } as const
  expect(keyActWords(policy)).toBe('change the key policy from mixed to per-device')
  expect(keyOutcomeWords({ ...policy, outcome: 'refused', code: 'more_go_dark' })).toBe(
    'was refused by the authority to change the key policy from mixed to per-device (more_go_dark)',
  )
  const one = { act: 'release', count: 1, devices: ['a'], deviceId: 'a' } as const
  expect(keyOutcomeWords({ ...one, outcome: 'done', changed: 1, refused: 0 }, show)).toBe(
    'let <a> get a new device key',
  )
  const many = { act: 'end', count: 1_200, devices: [] } as const
  expect(keyOutcomeWords({ ...many, outcome: 'done', changed: 1_000, refused: 0 })).toBe(
    'ended the device keys of 1,200 devices, 200 without a change',
  )
  expect(keyOutcomeWords({ ...many, outcome: 'unknown', code: 'upstream-timeout' })).toBe(
    'tried to end the device keys of 1,200 devices; whether it took effect is not known',
  )
})

it('says what the authority reports, also what this console does not know', () => {
  const event = { number: 7, happenedAt: null, deviceId: 'a' }
  expect(reportedWords({ ...event, what: 'device-key.refused', detail: '1200' }, show)).toBe(
    'read from the authority: <a> was asked for 1,200 times with a key that is not its own',
  )
  expect(reportedWords({ ...event, what: 'device-key.sealed' }, show)).toContain('of <a>')
  expect(
    reportedManyWords({
      first: 1,
      last: 1_500,
      since: null,
      until: null,
      counts: { 'device-key.issued': 1_000, 'device-key.first-used': 500 },
      devices: {},
    }),
  ).toBe('read from the authority 1,500 events of keys: 1,000 first device keys, 500 first uses')
  expect(lostWords({ first: 3, last: 9 })).toContain('3 to 9')
  expect(lostWords({ first: 0, last: 9, again: true })).toContain('from 1 again')
})
