import { expect, it } from 'vitest'
import { partsWords } from './part-words'

const group = (role: string, env: string, count = 1) => ({ role, env, count })
/** Without the marks that keep the direction of a name apart. */
const plain = (groups: Parameters<typeof partsWords>[0]) => partsWords(groups)?.replace(/[\u2066-\u2069]/g, '') ?? null

it('names roles and environments, those with most devices first', () => {
  expect(plain([group('runner', 'prod')])).toBe('runner in prod')
  expect(plain([group('runner', 'prod', 2), group('planner', 'prod', 3), group('planner', 'dev')])).toBe(
    'planner and runner in prod and dev',
  )
})

it('names three, and counts the rest', () => {
  expect(plain(['a', 'b', 'c', 'd', 'e'].map((role) => group(role, 'prod')))).toBe('a, b, c and 2 more in prod')
})

it('says no more than the ids do', () => {
  expect(plain([group('other', 'other')])).toBeNull()
  expect(plain([group('runner', 'other')])).toBe('runner')
  expect(plain([group('other', 'dev', 2)])).toBe('dev')
  expect(plain([group('runner', 'prod', 3), group('other', 'other', 2)])).toBe('runner and other in prod and other')
})

it('a long name is cut, a name of another direction stays apart', () => {
  expect(plain([group('r'.repeat(150), 'prod')])).toBe(`${'r'.repeat(31)}… in prod`)
  expect(partsWords([group('مخطط', 'prod')])).toContain('\u2068مخطط\u2069')
})
