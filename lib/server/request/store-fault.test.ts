import { expect, it } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { nameStoreFault } from './store-fault'

const fault = (code: string) => Object.assign(new Error('database or disk is full'), { code })

it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY', 'SQLITE_CORRUPT'])('explains what %s means', (code) => {
  expect(nameStoreFault(fault(code))).toMatchObject({ status: 503, detail: expect.stringContaining(code) })
})

it('says that a database server is away, and names no password', () => {
  expect(nameStoreFault(fault('POSTGRES_AWAY'))).toMatchObject({
    status: 503,
    detail: expect.stringContaining('DATABASE_URL'),
  })
})

it.each([
  ['a broken rule of a table', fault('SQLITE_CONSTRAINT_UNIQUE')],
  ['a fault of another program', fault('ECONNRESET')],
  ['an error that has its sentence', new AppError('conflict', 'Another person did.')],
  ['what is no error', 'text'],
])('leaves %s as it is', (_, error) => {
  expect(nameStoreFault(error)).toBe(error)
})
