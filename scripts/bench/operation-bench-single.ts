/** One revoke through the console's API, from request to its outcome, read back. */
import { join } from 'node:path'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { finish, timed } from './operation-bench-acts'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, withStage } from './stage'

const FLEET = 1_000
const WARM_UPS = 15
const SINGLES = 200
const SINGLE_MS_MAX = 60

/** `operation.single.p95.ms`: one revoke at a time over the API, each of another device, held until its outcome. */
export async function operationSingle(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const deviceIds = fleetIds(FLEET)
    await seedDevices(join(stage.folder, 'authority'), deviceIds)
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    const session = await openSession(url)
    try {
      await untilShown(session, 'status:active', FLEET)
      const times: number[] = []
      for (const id of deviceIds.slice(0, WARM_UPS + SINGLES))
        times.push(await timed(() => finish(session, { kind: 'revoke', target: { ids: [id] } }, 1)))
      const measured = times.slice(WARM_UPS)
      console.error(JSON.stringify({ medianMs: Math.round(percentile(measured, 0.5)) }))
      const value = Math.round(percentile(measured, 0.95) * 10) / 10
      return [{ name: 'operation.single.p95.ms', value, unit: 'ms', limit: SINGLE_MS_MAX, ok: value <= SINGLE_MS_MAX }]
    } finally {
      await session.close()
    }
  })
}
