import { expect, it } from 'vitest'
import { seriesFill } from './series-fill'

const look = (index: number, isRest = false) => JSON.stringify(seriesFill(index, isRest))

it('eight series and the rest have nine looks', () => {
  const looks = [...Array.from({ length: 8 }, (_, index) => look(index)), look(8, true)]
  expect(new Set(looks).size).toBe(9)
})

it('what is filled plainly lies between patterns, so that a border is seen without a colour', () => {
  for (let index = 0; index < 8; index++) expect(seriesFill(index, false).fill.startsWith('url(')).toBe(index % 2 === 1)
})

it('uses no colour of a state', () => {
  for (let index = 0; index < 8; index++) expect(seriesFill(index, false).fill).toMatch(/^(var\(--series\d\)|url\(#)/)
})
