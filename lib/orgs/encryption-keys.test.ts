import { expect, it } from 'vitest'
import { readEncryptionKeys } from './encryption-keys'

const [A, B] = ['a'.repeat(32), 'b'.repeat(40)]
const revealed = (text: string) => {
  const read = readEncryptionKeys(text)
  return 'keys' in read ? read.keys.map((key) => key.reveal()) : read
}

it.each([
  [A, [A]],
  [` ${A}\n`, [A]],
  // The whole text last: before there could be several, a comma was part of the key.
  [`${A},${B}`, [A, B, `${A},${B}`]],
  [`${A}, ${B}`, [A, B, `${A}, ${B}`]],
  [`${A}\r\n${B}\n`, [A, B, `${A}\r\n${B}`]],
])('reads %j', (text, keys) => {
  expect(revealed(text)).toEqual(keys)
})

it.each([
  ['short', [/^CONSOLE_ENCRYPTION_KEY must have at least 32 characters$/]],
  ['', [/at least 32/]],
  [`${A},short`, [/^key 2 of 2 must have at least 32 characters; a comma/]],
  [`short,${A},less`, [/^key 1 of 3/, /^key 3 of 3/]],
  [`${A},,${B}`, [/^key 2 of 3 is empty/]],
  [`${A},`, [/^key 2 of 2 is empty/]],
  [`${A},${A}`, [/^key 2 of 2 is the same as key 1/]],
])('refuses %j, says which key, and shows none', (text, faults) => {
  const read = revealed(text) as { faults: string[] }
  expect(read.faults).toEqual(faults.map((fault) => expect.stringMatching(fault)))
  for (const part of text.split(',').filter(Boolean)) expect(read.faults.join()).not.toContain(part)
})
