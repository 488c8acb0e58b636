import { expect, it } from 'vitest'
import { placesSentence } from './connect-words'

it.each([
  [1, undefined, 'How many places are left under the cap is not known.'],
  [1, null, 'This org has no cap.'],
  [1, 1, '1 place is left under the cap.'],
  [25, 975, '975 places are left under the cap.'],
  [1, 0, 'No place is left under the cap: 1 of 1 will be refused.'],
  [25, -3, 'No place is left under the cap: 25 of 25 will be refused.'],
  [25, 20, 'Only 20 places are left under the cap: 5 of 25 will be refused.'],
  [25, 1, 'Only 1 place is left under the cap: 24 of 25 will be refused.'],
])('%i ids, %s places', (ids, slots, sentence) => expect(placesSentence(ids, slots)).toBe(sentence))
