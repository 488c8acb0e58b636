/** Which devices of a stop are named, and with which warning. By the authority's clock, whatever the console's says. */
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { listStopEvidence } from '@/lib/views/list-stop-evidence'
import { testConsole } from '../console/test-console'

const DAY = 86_400_000
const FAST = 'crewai:prod:runner:01'
const SLOW = 'crewai:prod:cron-nightly:01'
const GONE = 'crewai:prod:runner:02'

it('names the late ones first, and a clock that stepped by a day makes no device late', async () => {
  const running = await testConsole({ devices: [SLOW, FAST, GONE] })
  try {
    const responder = await running.as('responder')
    const { id } = await running.act(responder, { kind: 'disable' })
    const { reading } = running.org
    const reported = new Map<string, Partial<Device>>([
      [FAST, { lastValidatedAt: -600, rhythm: { medianMs: 1_000, p95Ms: 1_100, n: 9 } }],
      [SLOW, { lastValidatedAt: -20_000, rhythm: { medianMs: 30_000, p95Ms: 33_000, n: 9 } }],
      [GONE, { lastValidatedAt: -40_000, rhythm: { medianMs: 1_000, p95Ms: 1_100, n: 9 } }],
    ])
    const fleet = {
      ...running.org.fleet,
      get: (deviceId: string): Device | undefined => {
        const { lastValidatedAt = 0, ...rest } = reported.get(deviceId) ?? {}
        const at = (reading.authorityNow ?? 0) + (lastValidatedAt ?? 0)
        return { deviceId, status: 'active', ...rest, lastValidatedAt: at }
      },
    }
    const org = { ...running.org, fleet } as typeof running.org
    const waiting = () =>
      listStopEvidence(org, id).waiting.map(({ deviceId, quietMs, late }) => [deviceId, quietMs, late])
    const expected = [
      [GONE, 40_000, true],
      [SLOW, 20_000, false],
      [FAST, 600, false],
    ]
    expect(waiting()).toHaveLength(3)
    expect(waiting()[0]).toEqual(expected[0])
    expect(waiting()).toEqual(expect.arrayContaining(expected))
    // The first by its rhythm: 1,100 - 600 ms. Of the one that is gone it is not known, so of all neither.
    expect(listStopEvidence(org, id).expected).toEqual({ firstMs: 500, allMs: null })
    reported.set(GONE, { lastValidatedAt: -600, rhythm: { medianMs: 1_000, p95Ms: 1_200, n: 9 } })
    expect(listStopEvidence(org, id).expected).toEqual({ firstMs: 500, allMs: 13_000 })
    reported.set(GONE, { lastValidatedAt: -40_000, rhythm: { medianMs: 1_000, p95Ms: 1_100, n: 9 } })
    reading.authorityNow = (reading.authorityNow ?? 0) + DAY
    expect(waiting()).toEqual(expect.arrayContaining(expected))
  } finally {
    await running.close()
  }
})
