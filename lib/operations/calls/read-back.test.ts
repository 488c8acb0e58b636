import { expect, it } from 'vitest'
import type { DeviceStatus } from '@/lib/domain/device'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { CallResult } from './call-devices'
import { createReadBack } from './read-back'

/** An org whose last reading shows one device in a state; a new reading shows it revoked. */
function orgShowing(status: DeviceStatus) {
  const asked: string[] = []
  const shown = { status }
  const org = {
    fleet: { statusOf: () => shown.status },
    reader: {
      readPast: async (revision: number, since: number) => void asked.push(`past ${revision} ${since}`),
      readNow: async () => {
        asked.push('now')
        shown.status = 'revoked'
      },
    },
  } as unknown as OrgRuntime
  return { org, asked }
}

const accepted = (revision?: number): CallResult => ({ deviceId: 'a', outcome: 'accepted', revision })

async function askedAfter(answers: CallResult[], status: DeviceStatus = 'revoked'): Promise<string[]> {
  const { org, asked } = orgShowing(status)
  const readBack = createReadBack(org, 'revoke', { since: 5 })
  readBack.note(answers)
  expect(await readBack.read(['a'])).toBe(true)
  return asked
}

it('is content with a reading that shows the highest revision of the answers, and every device stopped', async () => {
  expect(await askedAfter([accepted(3), accepted(9), accepted(4), { deviceId: 'b', outcome: 'refused' }])).toEqual([
    'past 9 5',
  ])
})

it('reads anew where such a reading shows a device that works', async () => {
  expect(await askedAfter([accepted(3)], 'active')).toEqual(['past 3 5', 'now'])
})

it.each([
  ['an answer without a revision', [accepted(3), accepted()]],
  ['a call without a clear answer', [accepted(3), { deviceId: 'b', outcome: 'unknown', revision: 9 } as CallResult]],
  ['no answer at all', []],
])('reads anew after %s', async (_, answers) => {
  expect(await askedAfter(answers)).toEqual(['now'])
})
