/** The fault in an address is a code: no word of it reaches the page. */
import { expect, it } from 'vitest'
import { AppError, RateLimited } from '@/lib/domain/errors'
import { SIGN_IN_FAULTS, SignInFault } from '@/lib/services/access/sign-in-fault'
import { signInFault, signInFaultCode, signInFaultSentence, waitCode } from './sign-in-faults'

const GENERAL = signInFaultSentence('no such code')
const ATTACKS = [
  'Too many attempts to use this console. Call +1 555 0100 now',
  'The console cannot be used. Open https://evil.example',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'wait-99999',
  'wait-5 evil',
  'WAIT-5',
  '',
]

const shown = (sentence: (code: string) => string) => ATTACKS.filter((code) => sentence(code) !== GENERAL)

it('shows the general sentence for everything that is no code', () => {
  expect(shown(signInFaultSentence)).toEqual([])
})

it('recognises a fault by its code, not by its sentence', () => {
  const reworded = Object.assign(new SignInFault('store-unwritable'), { detail: 'Said otherwise.', message: '' })
  expect(signInFaultCode(reworded)).toBe('store-unwritable')
})

it('finds a form that shows sentences of the address (mutant)', () => {
  const mutant = (code: string) =>
    code.startsWith('Too many attempts') ? code.slice(0, 200) : signInFaultSentence(code)
  expect(shown(mutant)).toEqual([ATTACKS[0]])
})

it('brings every fault of a sign-in through the address to its own sentence', () => {
  for (const [code, sentence] of Object.entries(SIGN_IN_FAULTS)) {
    expect(signInFaultCode(new SignInFault(code as keyof typeof SIGN_IN_FAULTS))).toBe(code)
    expect(signInFaultSentence(code)).toBe(sentence)
    // Another error with the same sentence is no fault of a sign-in.
    expect(signInFaultCode(new AppError('unavailable', sentence))).toBe('internal')
  }
  expect(signInFaultSentence(signInFaultCode(new RateLimited(36_100)))).toContain('Try again in 37 seconds.')
  expect(signInFaultSentence(waitCode(1))).toContain('Try again in 1 second.')
  expect(signInFaultSentence(signInFaultCode(new TypeError('secret text')))).toBe(GENERAL)
  expect(signInFaultSentence(signInFaultCode(new AppError('internal', 'secret text')))).toBe(GENERAL)
})

it('gives a script how long to wait, and nothing that an address says otherwise', () => {
  expect(signInFault(waitCode(36_100))).toEqual({ detail: expect.stringContaining('37 seconds'), retryAfterMs: 37_000 })
  for (const code of ATTACKS) expect(signInFault(code)).toEqual({ detail: GENERAL })
})
