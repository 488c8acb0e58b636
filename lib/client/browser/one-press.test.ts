import { expect, it } from 'vitest'
import { onePress } from './one-press'

it('a double press starts what takes time once, and once more after it ended, well or not', async () => {
  const button = {}
  let started = 0
  const act = () => {
    started += 1
    return started === 1 ? Promise.reject(new Error('refused')) : Promise.resolve()
  }
  onePress(button, act)
  onePress(button, act)
  expect(started).toBe(1)
  // Another button is another press.
  onePress({}, () => Promise.resolve(started++))
  expect(started).toBe(2)
  await new Promise((resolve) => setImmediate(resolve))
  onePress(button, act)
  expect(started).toBe(3)
})

it('holds nothing back that is over at once', () => {
  const button = {}
  let pressed = 0
  for (let press = 0; press < 3; press += 1) onePress(button, () => void pressed++)
  expect(pressed).toBe(3)
})
