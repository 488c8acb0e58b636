import { expect, it } from 'vitest'
import { changeSentence, effectsTitle, hiddenSentence } from './pattern-words'

const effect = (kind: 'view' | 'note') => ({ kind, id: kind, name: '', selector: '', change: { fault: '' } }) as const

it('counts what changes, and says so where nothing does', () => {
  expect(effectsTitle({ effects: [], hiddenViews: 0 })).toBe('No view and no note changes with these parts.')
  expect(effectsTitle({ effects: [effect('note')], hiddenViews: 0 })).toBe('1 note changes with these parts:')
  expect(effectsTitle({ effects: [effect('view'), effect('note')], hiddenViews: 2 })).toBe(
    '3 views and 1 note change with these parts:',
  )
  expect(hiddenSentence(1)).toContain('another person keeps alone')
})

it('says what a selector picks now and then, and how much of it stays', () => {
  expect(changeSentence({ before: 12, after: 0, both: 0 })).toBe('Picks 12 devices now, 0 then.')
  expect(changeSentence({ before: 12, after: 5, both: 3 })).toBe('Picks 12 devices now, 5 then, 3 of them in both.')
  expect(changeSentence({ before: 1, after: 1, both: 0 })).toBe('Picks 1 device now, 1 then, others.')
  expect(changeSentence({ fault: '“env” is no part.' })).toContain('“env” is no part.')
  expect(changeSentence({ compared: false })).toContain('was not compared')
})
