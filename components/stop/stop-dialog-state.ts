import { observable } from '@/lib/client/state/observable'

/** Which dialog of the org's state is open. One for the page, so that header, bottom bar and palette open the same. */
export const stopDialogState = observable<'stop' | 'resume' | null>(null)
