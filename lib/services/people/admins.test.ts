/** The admins of an org: one always stays, and what they may do is looked at again where it is done. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { PersonRow } from '@/lib/domain/wire/people'
import { contextOf } from '@/lib/server/route'
import { peopleWorld } from '@/testing/console/people-world'
import { invoke } from '../service'
import { invitePerson } from './invitations'
import { changePersonRole, disablePerson, removePerson, signPersonOut } from './person-acts'

const HOUR_MS = 3_600_000
const HEADERS = { 'sec-fetch-site': 'same-origin' }

const { world, list, named, act, invite, last } = peopleWorld()

describe('admins', () => {
  it('the last one stays, by any act', async () => {
    const me = (await list()).people.find(({ isYou }) => isYou) as PersonRow
    const answers = [
      await act('role', me.id, { role: 'viewer', was: 'admin' }),
      await act('remove', me.id),
      await act('disable', me.id),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    expect((await list()).people).toHaveLength(1)
  })

  it('two who demote each other at once leave one', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await world.api.cookieOf('admin'), await world.api.cookieOf('admin')]
      const idOf = async (cookie: string) => (await list(cookie)).people.find(({ isYou }) => isYou)?.id ?? ''
      const [first, second] = [await idOf(one), await idOf(two)]
      const everyOther = (await list(one)).people.filter(
        ({ id, role }) => role === 'admin' && id !== first && id !== second,
      )
      for (const { id } of everyOther) await act('role', id, { role: 'viewer', was: 'admin' }, one)
      const answers = await Promise.all([
        act('role', second, { role: 'viewer', was: 'admin' }, one),
        act('role', first, { role: 'viewer', was: 'admin' }, two),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      world.admin = answers[0]?.status === 200 ? one : two
      expect((await list()).people.filter(({ role }) => role === 'admin')).toHaveLength(1)
    }
  })

  it('who lost the role after the gate looked changes nothing: the transaction looks again', async () => {
    const mallory = await world.api.cookieOf('admin')
    await world.api.cookieOf('operator')
    const { id } = await named('operator')
    const me = (await list(mallory)).people.find(({ isYou }) => isYou) as PersonRow
    const stale = await contextOf(
      world.api.console,
      new Request(world.api.console.config.publicUrl, { headers: { ...HEADERS, cookie: mallory } }),
      randomUUID(),
      { org: 'main' },
    )
    await act('role', me.id, { role: 'viewer', was: 'admin' })
    const answers = await Promise.allSettled([
      invoke(changePersonRole, stale, { person: id, role: 'admin', was: 'operator' }),
      invoke(removePerson, stale, { person: id }),
      invoke(disablePerson, stale, { person: id }),
      invoke(signPersonOut, stale, { person: id }),
      invoke(invitePerson, stale, { id: randomUUID(), email: 'eve@example.org', role: 'admin' }),
    ])
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } })
    expect(await named('operator')).toMatchObject({ role: 'operator', sessions: 1, disabledAt: null })
    expect((await list()).invitations).toEqual([])
    expect(await last('access.denied')).toEqual({ permission: 'administer' })
  })

  it('need a recent sign-in for all but ending sessions', async () => {
    const old = await world.api.cookieOf('admin', { signedInMsAgo: HOUR_MS })
    await world.api.cookieOf('operator')
    const { id } = await named('operator')
    for (const [what, body] of [
      ['role', { role: 'viewer', was: 'operator' }],
      ['remove', {}],
      ['disable', {}],
      ['enable', {}],
    ] as const)
      expect((await act(what, id, body, old)).status).toBe(403)
    expect((await invite('ann@example.org', 'viewer', old)).status).toBe(403)
    expect((await act('sign-out', id, {}, old)).status).toBe(200)
    expect(await named('operator')).toMatchObject({ role: 'operator', sessions: 0, disabledAt: null })
  })
})
