import { expect, it } from 'vitest'
import { createPasswordGate, type Rank } from './password-gate'

function world(atOnce: number, lineMax: number) {
  const gate = createPasswordGate(atOnce, lineMax)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  let most = 0
  const check = (name: string, rank: Rank) =>
    gate.run(rank, async () => {
      begun.push(name)
      most = Math.max(most, begun.length - ended)
      await new Promise<void>((done) => void ends.set(name, done))
      ended += 1
      return name
    })
  let ended = 0
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise((done) => setImmediate(done))
  }
  return { check, begun, end, most: () => most }
}

it('runs no more at once than it may, and takes the better known first', async () => {
  const { check, begun, end, most } = world(1, 10)
  const all = [check('a', 2), check('b', 2), check('c', 1), check('d', 0), check('e', 0)]
  for (const name of ['a', 'd', 'e', 'c', 'b']) await end(name)
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(begun).toEqual(['a', 'd', 'e', 'c', 'b'])
  expect(most()).toBe(1)
})

it('refuses an attempt if its line is full, and a full line of strangers refuses no known person', async () => {
  const { check, begun, end } = world(2, 3)
  const strangers = Array.from({ length: 50 }, (_, at) => check(`s${at}`, 2))
  const known = check('known', 0)
  await end('s0')
  expect(begun).toContain('known')
  for (const name of ['known', 's1', 's2', 's3', 's4']) await end(name)
  expect(await known).toBe('known')
  expect((await Promise.all(strangers)).filter((result) => result !== null)).toHaveLength(5)
})

it('goes on after a check that threw', async () => {
  const gate = createPasswordGate(1, 10)
  await expect(gate.run(0, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await gate.run(0, async () => 'next')).toBe('next')
})
