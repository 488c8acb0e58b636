import { expect, it } from 'vitest'
import { diskFullFault } from './disk-full-fault'

const coded = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code })

it.each(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])('finds %s behind other faults and says what to do', (code) => {
  const { message } =
    diskFullFault(new Error('a schema that is not known', { cause: coded(code) }), '/data/console.db') ?? {}
  expect(message).toBe(
    `The disk of /data/console.db is full (${code}): no stop could be recorded. Free at least 1 MB there, then start again.`,
  )
})

it('leaves other faults as they are', () =>
  expect(diskFullFault(coded('SQLITE_CORRUPT', new Error('x')), '/data/console.db')).toBeNull())
