import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lookalikeKeys } from '@/lib/domain/ids/lookalike-keys'
import { LookalikeIndex } from './lookalike-index'

/** Slots as a fleet gives them out, with the index beside them. */
function fleet() {
  const ids: (string | undefined)[] = []
  const index = new LookalikeIndex((slot) => ids[slot] as string)
  return {
    ids,
    index,
    add(id: string) {
      if (ids.includes(id)) return
      const free = ids.indexOf(undefined)
      const slot = free < 0 ? ids.length : free
      ids[slot] = id
      index.add(slot, id)
    },
    remove(id: string) {
      const slot = ids.indexOf(id)
      if (slot < 0) return
      index.remove(slot, id)
      ids[slot] = undefined
    },
  }
}

const alike = (a: string, b: string) => lookalikeKeys(a).some((key) => lookalikeKeys(b).includes(key))

it('marks and names what a comparison of each with each would, through additions and removals', () => {
  const id = fc
    .array(fc.constantFrom('a', 'A', 'I', 'l', '1', 'i', '0', 'O', 'm', 'rn', 'M', 'а', '\u200b', 'ｌ'), {
      maxLength: 2,
    })
    .map((pieces) => pieces.join(''))
  const step = fc.record({ does: fc.constantFrom('add', 'add', 'remove'), id })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { ids, index, ...change } = fleet()
      for (const { does, id: named } of steps) change[does as 'add' | 'remove'](named)
      const live = ids.filter((each) => each !== undefined)
      for (const [slot, each] of ids.entries()) {
        const others = live.filter((other) => other !== each && each !== undefined && alike(each, other))
        expect(index.isMarked(slot), `${each} among ${live}`).toBe(others.length > 0)
        if (each === undefined) continue
        const like = [...new Set(index.like(each, new Set()))].map((at) => ids[at])
        expect(like.filter((other) => other !== each).sort()).toEqual(others.sort())
      }
      for (const { id: named } of steps)
        expect(
          [...new Set(index.like(named, new Set()))]
            .map((at) => ids[at])
            .filter((other) => other !== named)
            .sort(),
        ).toEqual(live.filter((other) => other !== named && alike(named, other)).sort())
    }),
    { numRuns: 2_000 },
  )
})

it('costs the same however many look alike', () => {
  const { ids, index, ...change } = fleet()
  const timed = (count: number, idOf: (at: number) => string) => {
    const startedAt = performance.now()
    for (let at = 0; at < count; at++) {
      ids.push(idOf(at))
      index.add(ids.length - 1, idOf(at))
    }
    return performance.now() - startedAt
  }
  const alone = timed(20_000, (at) => `crewai:prod:runner:${at}`)
  const together = timed(20_000, (at) => `bot${String.fromCodePoint(0xe0100 + (at % 200))}${'\u200b'.repeat(at / 200)}`)
  expect(together).toBeLessThan(100 * alone + 1_000)
  expect(index.marks.filter((mark) => mark > 0)).toHaveLength(20_000)
  change.add('bot')
  expect([...index.like('bot', new Set())]).toHaveLength(20_001)
})
