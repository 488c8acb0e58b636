import { expect, it } from 'vitest'
import { createPresence } from './presence'

const person = (userId: string, name = userId) => ({ userId, name })

it('names the others of the same org within 60 s, the latest first, each once', () => {
  const presence = createPresence()
  presence.note('main', person('a', 'Ana'), 0)
  presence.note('main', person('b', 'Ben'), 10_000)
  presence.note('main', person('a', 'Ana'), 20_000)
  presence.note('other', person('c', 'Cai'), 20_000)
  expect(presence.others('main', 'z', 20_000)).toEqual(['Ana', 'Ben'])
  expect(presence.others('main', 'a', 20_000)).toEqual(['Ben'])
  expect(presence.others('main', 'z', 70_000)).toEqual(['Ana', 'Ben'])
  expect(presence.others('main', 'z', 70_001)).toEqual(['Ana'])
  expect(presence.others('main', 'z', 80_001)).toEqual([])
  expect(presence.others('nowhere', 'z', 0)).toEqual([])
})

it('a clock that is set back keeps no person present for longer than that', () => {
  const presence = createPresence()
  presence.note('main', person('a'), 10_000_000)
  expect(presence.others('main', 'z', 9_000_000)).toEqual([])
})
