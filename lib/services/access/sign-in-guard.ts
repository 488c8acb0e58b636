import type { Deps } from '../context'
import { createFrontDoor, type FrontDoor } from './front-door'
import { createRefusals, type Refusals } from './refusals'
import { createSignInLimits, type SignInLimits } from './sign-in-limits'

/** What limits and records the passwords that are tried, at the sign-in and by people who are signed in: one per process. */
export type SignInGuard = { limits: SignInLimits; refusals: Refusals; door: FrontDoor }

export function createSignInGuard(depsOf: () => Deps): SignInGuard {
  const limits = createSignInLimits()
  return { limits, refusals: createRefusals(depsOf), door: createFrontDoor(depsOf, limits.strangerWaitMs) }
}
