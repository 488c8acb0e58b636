import { createRefusals, type Refusals } from './refusals'
import type { SignInDeps } from './sign-in-deps'
import { createSignInDoor, type SignInDoor } from './sign-in-door'
import { createSignInLimits, type SignInLimits } from './sign-in-limits'

/** What limits and records the passwords that are tried, at the sign-in and by people who are signed in: one per process. */
export type SignInGuard = { limits: SignInLimits; refusals: Refusals; door: SignInDoor }

export function createSignInGuard(depsOf: () => SignInDeps): SignInGuard {
  const limits = createSignInLimits()
  return { limits, refusals: createRefusals(depsOf), door: createSignInDoor(depsOf, limits.strangerWaitMs) }
}
