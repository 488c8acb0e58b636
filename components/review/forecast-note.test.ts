import { expect, it } from 'vitest'
import { parseSelector } from '@/lib/domain/selector/parse'
import { forecastTarget } from './forecast-note'

it('asks with the selector itself, or with exactly the ticked ids', () => {
  expect(forecastTarget({ selector: 'env:prod' })).toBe('env:prod')
  const ids = ['crewai:prod:runner:01', 'odd id, "quoted"', 'a*b']
  const text = forecastTarget({ ids }) as string
  const parts = ['framework', 'env', 'role', 'instance']
  expect(parseSelector(text, { parts })).toMatchObject({ ok: true, terms: [{ kind: 'id', ids, negated: false }] })
})

it('asks for nothing where the ids do not fit one text', () => {
  const ids = Array.from({ length: 500 }, (_, n) => `crewai:prod:runner:${n}`)
  expect(forecastTarget({ ids })).toBeNull()
})
