import { expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { operationToast } from './operation-toast'

const operation = {
  id: 'op-1',
  org: 'main',
  kind: 'revoke',
  state: 'finished',
  authority: 'machineid.io',
  total: 25,
  undoes: null,
  selector: null,
  outcomes: { pending: 0, done: 25, refused: 0, failed: 0, unknown: 0, skipped: 0 },
  stop: { status: 'accepted', counts: { confirmed: 0, asked: 0, waiting: 25, contradicted: 0 } },
  error: null,
} as unknown as Operation
const toast = (some: object = {}) => operationToast({ ...operation, ...some } as Operation)

it('follows its operation, its counts apart from what is read aloud', () => {
  expect(toast()).toMatchObject({
    operation: { org: 'main', id: 'op-1' },
    counts: '0 of 25 confirmed · 25 waiting',
    detail: '25 revoked · answered by machineid.io',
    link: { href: '/main/operations/op-1' },
  })
})

it('claims no evidence of a stop that is not in force, and stays until it is settled', () => {
  for (const status of ['queued', 'unknown', 'requested', 'refused', 'lifted', 'withdrawn'])
    expect(toast({ stop: { ...operation.stop, status } }).counts).toBeUndefined()
  expect(toast({ state: 'running' }).lastsMs).toBeNull()
  expect(toast({ outcomes: { ...operation.outcomes, failed: 1 } }).lastsMs).toBeNull()
  expect(toast().lastsMs).toBeGreaterThan(0)
})
