import { afterEach, expect, it } from 'vitest'
import { signedOut } from '../state/signed-out'
import { polled } from './poll-interval'

afterEach(() => signedOut.set(false))

it('rests while the session allows no reading, and goes on after the sign-in', () => {
  expect(polled.refetchInterval()).toBe(2_000)
  for (const state of ['ended', 'idle'] as const) {
    signedOut.set(state)
    expect(polled.refetchInterval()).toBe(false)
  }
  signedOut.set(false)
  expect(polled.refetchInterval()).toBe(2_000)
})
