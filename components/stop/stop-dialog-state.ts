import { observable } from '@/lib/client/state/observable'
import { signInFirst } from '@/lib/client/state/signed-out'

/** Which dialog of the org's state is open. One for the page, so that header, bottom bar and palette open the same. */
export const stopDialogState = observable<'stop' | 'resume' | null>(null)

/** Asks whether to stop the org. Who is signed out signs in first: "Stop all 25 agents?" is not asked where the answer goes nowhere. */
export const askStop = (): void =>
  signInFirst(() => stopDialogState.set('stop'), { worksIdle: true, fallback: '/stop' })

/** Asks whether to resume the org. */
export const askResume = (): void => signInFirst(() => stopDialogState.set('resume'), { worksIdle: false })
