import { expect, it } from 'vitest'
import { can, PERMISSIONS } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { actOffers, namedAct } from './palette-acts'

const as = (role: OrgState['role']) =>
  ({
    role,
    permissions: PERMISSIONS.filter((each) => can(role, each)),
    org: { slug: 'main', name: 'main', parts: ['framework', 'env', 'role', 'instance'] },
  }) as OrgState

it('offers what the role may do', () => {
  const offers = (role: OrgState['role']) => actOffers(as(role)).map(({ name }) => name)
  expect(offers('viewer')).toEqual([])
  expect(offers('responder')).toEqual(['Revoke devices…', 'Place a fence…'])
  expect(offers('operator')).toEqual(['Revoke devices…', 'Restore devices…', 'Place a fence…'])
})

it('leads from a verb and a selector to the review, and to nothing else', () => {
  expect(namedAct('Revoke env:prod role:tool-*', 'main', as('responder'))).toEqual({
    act: 'revoke',
    name: expect.stringContaining('Revoke what matches'),
    href: `/main/devices?q=${encodeURIComponent('env:prod role:tool-*')}&act=revoke`,
    selector: 'env:prod role:tool-*',
  })
  expect(namedAct('restore runner', 'main', as('responder'))).toBeNull()
  expect(namedAct('fence env:dev', 'main', as('responder'))).toMatchObject({
    href: expect.stringContaining('act=fence'),
  })
})

it.each(['revoke', 'revoke ', 'Revoke dev', 'revoke devices', 'revoker env:prod', 'please revoke env:prod', ''])(
  'takes %j for no act',
  (text) => {
    expect(namedAct(text, 'main', as('admin'))).toBeNull()
  },
)

it('acts on nothing by a selector that cannot be read', () => {
  const command = namedAct('revoke env:prod OR env:dev', 'main', as('admin'))
  expect(command?.name).toContain('cannot be read')
  expect(command).toMatchObject({ href: expect.not.stringContaining('act=') })
})
