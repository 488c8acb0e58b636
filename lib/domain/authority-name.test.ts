import { expect, it } from 'vitest'
import { authorityAtStart } from './authority-name'

it.each([
  ['embedded authority', 'The embedded authority'],
  ['machineid.io', 'machineid.io'],
  ['127.0.0.1:4040', '127.0.0.1:4040'],
])('%s begins a sentence as %s', (name, begins) => expect(authorityAtStart(name)).toBe(begins))
