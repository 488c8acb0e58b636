/** Broken versions of the guard: the questions that the real one denies must find each of them. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import { json } from '@/testing/faults/faults'
import { openGuardStage, REGISTER, VALIDATE, YES } from './testing/guard-stage'

const SOURCE = readFileSync('guards/node/machineid-guard.mjs', 'utf8')
const TOO_OLD: Edit = ['if (performance.now() > until)', 'if (false)']
const ASKS = "    const { status, body } = await this.#call('validate'"
const AWAITS = 'await guard.check(before)\n      return work'

type Edit = [from: string, to: string]

const MUTANTS: Record<string, Edit[]> = {
  'allows on a timeout': [
    ["resolve({ allowed: false, code: 'GUARD_DEADLINE' })", 'resolve({ allowed: true })'],
    TOO_OLD,
  ],
  'allows when `allowed` is missing': [['body.allowed === true)', 'body.allowed !== false)']],
  'allows on "true"': [['body.allowed === true)', 'body.allowed)']],
  'allows whatever the status': [['if (status === 200 && body !== null', 'if (body !== null']],
  'allows on an error': [['return { allowed: false, code: `GUARD_$', 'return { allowed: true, code: `GUARD_$']],
  'goes on after a denial': [['    throw new Denied({ ...facts', '    return void ({ ...facts']],
  'follows a redirect': [["redirect: 'error'", "redirect: 'follow'"]],
  'keeps an allow': [[ASKS, `    if (this.allowed) return { allowed: true }\n    this.allowed = true\n${ASKS}`]],
  'works though register failed': [["(body?.status === 'ok' || body?.status === 'exists')", 'true']],
  'forgets to await': [[AWAITS, AWAITS.replace('await guard.check(before)', 'guard.check(before).catch(() => {})')]],
  'takes a yes that is too old': [TOO_OLD],
}

/** The faults in spite of which work began. */
async function wentOn(source: string): Promise<string[]> {
  const { Guard, httpAuthority } = await import(`data:text/javascript,${encodeURIComponent(source)}`)
  const went: string[] = []
  const attempt = (name: string, act: () => Promise<unknown>) =>
    act().then(
      () => went.push(name),
      () => undefined,
    )
  const options = { deadlineMs: 3_000, log: () => undefined }

  async function meet(fault: string) {
    const stage = await openGuardStage()
    const authority = httpAuthority(stage.faults.url, AGENT_KEY)
    const slow = fault === 'timeout'
    const guard = new Guard(stage.device, { ...options, authority, deadlineMs: slow ? 1_000 : 3_000 })
    if (!slow) await guard.check()
    await stage.arm(fault)
    await attempt(fault, () => guard.check())
    if (fault === 'revoked') {
      let began = false
      const work = guard.protect(async () => {
        began = true
      })
      await work().catch(() => undefined)
      if (began) went.push('protected')
      stage.faults.on(REGISTER, json({ status: 'blocked' }))
      stage.faults.on(VALIDATE, json(YES))
      await attempt('register', () => new Guard(stage.device, { ...options, authority }).check())
    }
    await stage.close()
  }

  async function beLate() {
    const authority = { call: async () => ({ status: 200, body: { ...YES, status: 'ok' } }) }
    const asked = new Guard('late', { ...options, deadlineMs: 1_000, authority }).check()
    for (const until = performance.now() + 1_100; performance.now() < until; );
    await asked
  }

  await Promise.all(
    ['revoked', 'timeout', '500 with a yes', 'no allowed', 'allowed "true"', 'html', 'redirect'].map(meet),
  )
  await attempt('late', beLate)
  return went
}

it('goes on after no fault', async () => expect(await wentOn(SOURCE)).toEqual([]))

it.each(Object.entries(MUTANTS))('finds the one that %s', async (_, edits) => {
  const mutant = edits.reduce((source, [from, to]) => {
    expect(source.split(from)).toHaveLength(2)
    return source.replace(from, () => to)
  }, SOURCE)
  expect(await wentOn(mutant)).not.toEqual([])
})
