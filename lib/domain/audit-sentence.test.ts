import { expect, it } from 'vitest'
import type { AuditEvent } from './audit'
import { auditSentence } from './audit-sentence'

const sentence = (kind: AuditEvent['kind'], data: object) =>
  auditSentence({ kind, data, by: { id: 'u', name: 'Ada' } } as AuditEvent, (text) => text)

it('a stop that was changed while in force does not read as one that has just come', () => {
  const changed = (stop: string | null) =>
    sentence('operation.changed', { operationId: 'o', operation: 'revoke', stop, final: {} })
  expect(changed('accepted')).toBe('changed the revoke, which is still in force')
  expect(changed('lifted')).toBe('changed the revoke, which is now lifted')
  expect(changed(null)).toBe('changed the revoke')
})

it('says what became of a shared view, with its name isolated', () => {
  const view = (name: string) => ({ name, selector: 'env:prod' })
  const said = (before: object | null, after: object | null) => sentence('view.changed', { viewId: 'v', before, after })
  expect(said(null, view('Prod'))).toBe('shared the view “Prod” of env:prod')
  expect(said(view('Prod'), view('All'))).toBe('changed the shared view “Prod” to the view “All” of env:prod')
  expect(said(view('عامل'), null)).toBe('removed the shared view “\u2068عامل\u2069”')
})

it('a revoke that was carried out does not read as one that is over', () => {
  const finished = (outcomes: object, error: object | null = null) =>
    sentence('operation.finished', { operationId: 'o', operation: 'revoke', outcomes, error })
  expect(finished({ done: 1_659, failed: 1, refused: 0 })).toBe('revoke carried out: 1,659 done, 1 failed')
  expect(finished({ done: 0 })).toBe('revoke ended')
  expect(finished({}, { code: 'cancelled', message: 'by a person' })).toBe('revoke ended: cancelled: by a person')
})
