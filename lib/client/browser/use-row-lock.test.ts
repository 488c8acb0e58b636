import { expect, it } from 'vitest'
import { withFacts } from './use-row-lock'

it('moves no row under a finger: new facts in the old places, new rows wait, gone ones stay', () => {
  const shown = [
    { id: 'b', state: 'running' },
    { id: 'a', state: 'finished' },
  ]
  const fresh = [
    { id: 'c', state: 'running' },
    { id: 'b', state: 'finished' },
  ]
  expect(withFacts(shown, fresh)).toEqual([
    { id: 'b', state: 'finished' },
    { id: 'a', state: 'finished' },
  ])
})
