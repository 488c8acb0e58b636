/**
 * `house.hops.validate`, printed. A validate ends in memory, where no stack can be taken: every file that runs counts, except those
 * that only hold data. The authority is alone in its process: no console reads from it meanwhile.
 */
import { expect, it } from 'vitest'
import { startAuthority } from '@/lib/authority/start-authority'
import { executedFiles } from './executed-files'
import { printFigure } from './print-figure'

const ORG_KEY = 'org_hops_0123456789abcdefghijklmno'
const AGENT_KEY = 'org_agent_hops_0123456789abcdefgh'
const DEVICE = 'crewai:prod:tool-runner:05'
const CALLS = 20
const HOLDS_DATA = /^lib\/(domain\/compact|authority\/state)\//

it('validate', async () => {
  const authority = await startAuthority({
    dataDir: ':memory:',
    port: 0,
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    drainMs: 100,
  })
  const call = (what: string) =>
    fetch(`${authority.url}/api/v1/devices/${what}`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: DEVICE }),
    })
  const runs = async () => (await executedFiles(() => call('validate'))).filter((file) => !HOLDS_DATA.test(file))
  try {
    await call('register')
    // What a timer runs beside one call it does not run beside each.
    const calls: string[][] = []
    while (calls.length < CALLS) calls.push(await runs())
    const files = calls.reduce((common, executed) => common.filter((file) => executed.includes(file)))
    printFigure('house.hops.validate', files.length, 'files', 10)
    expect(files).toContain('lib/authority/handlers/validate.ts')
    expect(files.length).toBeLessThanOrEqual(10)
  } finally {
    await authority.close()
  }
})
