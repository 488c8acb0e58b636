/** One password is one password, however it is typed and wherever it is set. */
import { hash } from '@node-rs/argon2'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { PASSWORD_CHARS_MAX, passwordReadings, readNewPassword } from '@/lib/domain/sign-in/password'
import { readConfig } from '@/lib/server/config/config'
import { setPasswordHash } from '@/lib/store/people/users'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { confirmPassword } from './confirm-password'
import { checkPassword, hashPassword } from './password'
import { signIn } from './sign-in'

let running: TestConsole | undefined
afterEach(() => running?.close())

const COMPOSED = 'Café-Zoë-Ångström'
const DECOMPOSED = COMPOSED.normalize('NFD')
const SECRETS = { AUTH_SECRET: 'a'.repeat(32), CONSOLE_ENCRYPTION_KEY: 'b'.repeat(32), ADMIN_EMAIL: 'ann@example.org' }

it.each([
  [COMPOSED, DECOMPOSED],
  ['\u1112\u1161\u11ab-\u1112\u1161\u11ab-hangul', '한-한-hangul'],
  ['pass\u00a0word\u3000and more', 'pass word and more'],
  ['\u212bngstr\u00f6m-kelvin-\u212a', 'Ångström-kelvin-K'],
])('%j and %j are one', async (set, typed) => {
  const stored = await hashPassword(set)
  expect(await checkPassword(stored, typed)).toBe(true)
  expect(await checkPassword(await hashPassword(typed), set)).toBe(true)
})

it.each([
  ['Correct-horse', 'correct-horse'],
  ['ｃorrect-horse', 'correct-horse'],
  ['correct-horse', 'соrrect-horse'],
  ['cafe-and-more', 'café-and-more'],
  [' correct-horse', 'correct-horse'],
])('%j and %j are two', async (set, typed) => {
  expect(await checkPassword(await hashPassword(set), typed)).toBe(false)
})

it('goes on checking what was set before there was one form', async () => {
  const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
  for (const set of [DECOMPOSED, COMPOSED, 'a\u00a0b-before-now', 'short😀', 'a\u200bb-invisible'])
    for (const typed of [set, set.normalize('NFC'), set.normalize('NFD')])
      expect(await checkPassword(await hash(set, parameters), typed), `${set} as ${typed}`).toBe(true)
})

it('takes no text that merely begins with the password', async () => {
  const longest = 'x'.repeat(PASSWORD_CHARS_MAX)
  const stored = await hashPassword(longest)
  expect(await checkPassword(stored, longest)).toBe(true)
  expect(await checkPassword(stored, `${longest}y`)).toBe(false)
})

it('compares what is set with what is checked, whatever the text', () => {
  const typed = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(fc.oneof(typed, fc.string({ unit: 'grapheme', minLength: 10, maxLength: 256 })), (text) => {
      const read = readNewPassword(text)
      if ('fault' in read) return
      for (const form of [text, text.normalize('NFC'), text.normalize('NFD')]) {
        expect(readNewPassword(form)).toEqual(read)
        expect(passwordReadings(form)[0]).toBe(read.password)
      }
      expect(read.password).not.toMatch(/[\r\n\0]/)
    }),
    { numRuns: 2_000 },
  )
})

describe('one rule in all places', () => {
  it.each([
    ['short', 'at least 10'],
    ['é'.repeat(9).normalize('NFD'), 'at least 10'],
    ['😀'.repeat(9), 'at least 10'],
    ['x'.repeat(257), 'at most 256'],
    ['line\nbreak-line', 'U+000A'],
    ['null\0null-null', 'U+0000'],
    ['half\ud800half-half', 'U+D800'],
    ['zero\u200bwidth-space', 'U+200B'],
    ['bidi\u202eoverride', 'U+202E'],
    ['not\u{378}assigned-yet', 'U+0378'],
  ])('%j is set nowhere', async (text, why) => {
    await expect(hashPassword(text)).rejects.toThrow(why)
    expect(() => readConfig({ ...SECRETS, ADMIN_PASSWORD: text })).toThrow(why)
  })

  it.each(['😀'.repeat(10), '😀'.repeat(256), 'é'.repeat(256).normalize('NFD'), '  spaces  around  ', '❤️'.repeat(10)])(
    '%j is set as the first admin and signs in and confirms',
    async (text) => {
      const password = readConfig({ ...SECRETS, ADMIN_PASSWORD: text }).adminPassword?.reveal() as string
      running = await testConsole({ devices: ['a'] })
      const person = await running.as('admin')
      const { deps } = running
      await setPasswordHash(deps.store.db, person.actor.userId, await hashPassword(password))
      const { email } = person.actor
      const attempt = (typed: string) => signIn(deps, { email, password: typed, address: null, browsers: [] })
      for (const typed of [text, text.normalize('NFC'), text.normalize('NFD')]) {
        expect(await attempt(typed)).toMatchObject({ userId: person.actor.userId })
        await invoke(confirmPassword, person, { password: typed })
      }
      expect(await attempt(`${text}x`)).toBeNull()
      await expect(invoke(confirmPassword, person, { password: `${text}x` })).rejects.toThrow('not your password')
    },
  )
})

it('mutants: one that cuts, one that folds width, one that does not compose', async () => {
  const longest = 'x'.repeat(PASSWORD_CHARS_MAX)
  const cuts = (typed: string) => typed.slice(0, PASSWORD_CHARS_MAX)
  expect(passwordReadings(cuts(`${longest}y`))).toContain(longest)
  expect(passwordReadings(`${longest}y`)).not.toContain(longest)
  expect('ｃorrect-horse'.normalize('NFKC')).toBe('correct-horse')
  expect(passwordReadings('ｃorrect-horse')).not.toContain('correct-horse')
  expect([DECOMPOSED]).not.toContain(COMPOSED)
  expect(passwordReadings(DECOMPOSED)).toContain(COMPOSED)
})
