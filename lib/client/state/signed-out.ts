import { observable } from './observable'

/**
 * Set once a call was answered 401: the session ended, or it was not used for so long that it can only stop (`idle`). The page stays
 * as it is, so that nothing typed is lost; a banner offers the way back.
 */
export const signedOut = observable<'ended' | 'idle' | false>(false)

/**
 * `ask`: opens the question that a person asked for, once they are signed in. `fallback`: the page that asks it without this one; the
 * same page unless given.
 */
export type SignInRequest = { ask?: () => void; fallback?: string }

/** Set while the dialog that signs in is open. What a person pressed opens it; a poll of the page never does. */
export const signInRequest = observable<SignInRequest | null>(null)

/** Grows when a reading is answered although the session had ended: another tab may have signed in. Who is signed in is looked at then. */
export const answeredAgain = observable(0)

/** True from a change that was refused for want of a session until the next sign-in: the person presses it again then. */
export const changeRefused = observable(false)

/**
 * Opens a question at once, or after the sign-in if the answer to it could not be sent now.
 * @param ask opens the question. It must send nothing: what was pressed before a sign-in may be hours old after it.
 */
export function signInFirst(ask: () => void, { worksIdle, fallback }: { worksIdle: boolean; fallback?: string }): void {
  const state = signedOut.get()
  if (state === false || (state === 'idle' && worksIdle)) ask()
  else signInRequest.set({ ask, fallback })
}
