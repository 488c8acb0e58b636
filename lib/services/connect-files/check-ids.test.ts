/** Ids that people make up, from a whole console: free or not, alike or not, and whether all fit under the cap. */
import { unzipSync } from 'fflate'
import { afterEach, expect, it } from 'vitest'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { checkIds } from './check-ids'
import { getConnect } from './get-connect'
import { getConnectFiles, getConnectZip } from './get-files'

let running: TestConsole
afterEach(() => running.close())

const check = async (id: string, plan = '') => invoke(checkIds, await running.as('viewer'), { id, plan })
const RUNNER = 'crewai:prod:runner:01'

it('an id that is registered meanwhile is free no more, and the next number is named', async () => {
  running = await testConsole({ devices: [RUNNER] })
  expect(await check('crewai:prod:runner:02')).toMatchObject({ ids: [{ registered: null }], next: null })
  await running.agent('register', 'crewai:prod:runner:02')
  await running.org.reader.readNow()
  const taken = await check('crewai:prod:runner:02')
  expect(taken).toMatchObject({ ids: [{ registered: { status: 'active' } }], next: 'crewai:prod:runner:03' })
  expect(taken.ids[0]?.registered?.createdAt).toMatch(/^20/)
})

it('names look-alikes, also of an id that is free', async () => {
  running = await testConsole({ devices: [RUNNER] })
  const { ids } = await check('crewai:prod:runner:O1')
  expect(ids[0]).toMatchObject({ registered: null, lookalikes: [RUNNER] })
})

it('says of a plan which ids are free, and how many places are left', async () => {
  running = await testConsole({ devices: [RUNNER], deviceLimit: 4 })
  const plan = await check(RUNNER, 'runner*3,cron*2')
  expect(plan.ids.map(({ id, registered }) => [id, registered === null])).toEqual([
    [RUNNER, false],
    ['crewai:prod:runner:02', true],
    ['crewai:prod:runner:03', true],
    ['crewai:prod:cron:01', true],
    ['crewai:prod:cron:02', true],
  ])
  expect(plan.slots).toBe(3)
})

it('refuses what no authority registers, with the sentence that the page shows', async () => {
  running = await testConsole()
  for (const id of ['', 'crewai::runner:01', 'a\nb:c:d:e']) await expect(check(id)).rejects.toBeInstanceOf(InvalidInput)
  await expect(check(RUNNER, 'runner*501')).rejects.toThrow('at most 500 ids')
  await expect(check(RUNNER, `${'r'.repeat(250)}*1`)).rejects.toThrow('at most 256 characters')
})

it('offers the values in use, by part', async () => {
  running = await testConsole({ devices: [RUNNER, 'crewai:dev:planner:01', 'odd'] })
  const { parts, frameworks } = await invoke(getConnect, await running.as('viewer'), {})
  expect(parts.map(({ name }) => name)).toEqual(['framework', 'env', 'role', 'instance'])
  expect(parts[2]?.values.map(({ value }) => value).sort()).toEqual(['planner', 'runner'])
  expect(frameworks.length).toBeGreaterThan(9)
})

it('hands files to a responder, and to no viewer', async () => {
  running = await testConsole()
  const input = { framework: 'node', id: RUNNER, boundaries: 'tool' }
  const { files, steps, prompts } = await invoke(getConnectFiles, await running.as('responder'), input)
  expect(files.map(({ name }) => name)).toEqual(['agent.mjs', 'machineid-guard.mjs', 'machineid.env'])
  expect(files[2]?.text).toContain(`MACHINEID_BASE_URL=${running.authority.url}\nMACHINEID_DEVICE_ID=${RUNNER}\n`)
  expect(steps.at(-1)?.lines[0]).toContain('node agent.mjs')
  expect(prompts.fresh).toContain('DESCRIBE THE WORK')
  await expect(invoke(getConnectFiles, await running.as('viewer'), input)).rejects.toThrow(AppError)
  const zip = await invoke(getConnectZip, await running.as('responder'), input)
  expect(zip.filename).toBe('agent-crewai-prod-runner-01.zip')
  const unpacked = unzipSync(new Uint8Array(await new Response(zip.body).arrayBuffer()))
  for (const { name, text } of files)
    expect(Buffer.from(unpacked[`agent-crewai-prod-runner-01/${name}`] ?? []).toString()).toBe(text)
  await expect(invoke(getConnectZip, await running.as('viewer'), input)).rejects.toThrow(AppError)
})

it.each([
  ['no framework', { framework: 'none', id: RUNNER, boundaries: 'tool' }],
  ['no boundary', { framework: 'node', id: RUNNER, boundaries: '' }],
  ['an id that no request carries', { framework: 'shell', id: 'a:b:c:\ud800', boundaries: 'tool' }],
  ['an id with a line break', { framework: 'python', id: 'a:b:c:d\n', boundaries: 'tool' }],
])('refuses %s with a reason', async (_, input) => {
  running = await testConsole()
  await expect(invoke(getConnectFiles, await running.as('operator'), input)).rejects.toBeInstanceOf(InvalidInput)
})
