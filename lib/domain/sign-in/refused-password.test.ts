import { expect, it } from 'vitest'
import { refusedConfirmationWords, refusedSignInWords } from './refused-password'

const MORE = { count: 1_234, delayed: 1_200, accounts: ['ann@example.org'], addresses: ['198.51.100.7'] }

it.each([
  [{ email: 'typed' }, 'a sign-in as typed was refused'],
  [{ account: null }, 'a sign-in with an e-mail that no account has was refused'],
  [
    { account: 'ann@example.org', delayed: true as const },
    'a sign-in as ann@example.org was refused before the password was checked',
  ],
  [
    MORE,
    '1,234 more sign-ins were refused within a minute, 1,200 of them before the password was checked; accounts: ann@example.org',
  ],
  [{ ...MORE, count: 1, delayed: 0, accounts: [] }, '1 more sign-in was refused within a minute'],
])('of a sign-in: %j', (data, words) => {
  expect(refusedSignInWords(data)).toBe(words)
})

it.each([
  [{ account: 'ann@example.org' }, 'gave a wrong password when asked to confirm it'],
  [{ account: 'ann@example.org', delayed: true as const }, 'tried passwords too often and has to wait'],
  [{ ...MORE, count: 1, delayed: 0 }, 'tried 1 more wrong password within a minute'],
])('of a confirmation: %j', (data, words) => {
  expect(refusedConfirmationWords(data)).toBe(words)
})
