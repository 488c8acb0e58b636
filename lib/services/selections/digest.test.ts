import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runSync } from '@/lib/concurrency/cooperative'
import { digestOf } from './digest'

const plain = (orgId: string, ids: readonly string[]) =>
  createHash('sha256')
    .update(JSON.stringify([orgId, ...ids]))
    .digest('hex')

it('is the digest of the whole list, however it is cut', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string({ unit: 'binary' })), (orgId, ids) => {
      expect(runSync(digestOf(orgId, ids))).toBe(plain(orgId, ids))
    }),
  )
  const many = Array.from({ length: 2_001 }, (_, at) => `a"${at}`)
  expect(runSync(digestOf('one', many))).toBe(plain('one', many))
})
