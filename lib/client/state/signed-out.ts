import { observable } from './observable'

/**
 * Set once a call was answered 401: the session ended, or it was not used for so long that it can only stop (`idle`). The page stays
 * as it is, so that nothing typed is lost; a banner offers the way back.
 */
export const signedOut = observable<'ended' | 'idle' | false>(false)

/** True while the dialog that signs in is open. What a person pressed opens it; a poll of the page never does. */
export const signInOpen = observable(false)
