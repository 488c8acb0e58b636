/** What other parts of ids do to views and notes, in words. */
import { devices, number } from '@/components/words/operation-words'
import type { PatternChange, PatternEffects } from '@/lib/domain/wire/org-settings'

const counted = (count: number, one: string): string => `${number(count)} ${one}${count === 1 ? '' : 's'}`

/** How many of each change. */
export function effectsTitle({ effects, hiddenViews }: PatternEffects): string {
  const notes = effects.filter(({ kind }) => kind === 'note').length
  const views = effects.length - notes + hiddenViews
  if (views + notes === 0) return 'No view and no note changes with these parts.'
  const parts = [...(views > 0 ? [counted(views, 'view')] : []), ...(notes > 0 ? [counted(notes, 'note')] : [])]
  return `${parts.join(' and ')} ${views + notes === 1 ? 'changes' : 'change'} with these parts:`
}

export const hiddenSentence = (views: number): string =>
  views === 1
    ? '1 of these views is one that another person keeps alone; it is not named here.'
    : `${number(views)} of these views are ones that other people keep alone; they are not named here.`

/** What becomes of one selector. */
export function changeSentence(change: PatternChange): string {
  if ('fault' in change) return `Cannot be read then, and picks nothing: ${change.fault}`
  if (!('before' in change)) return 'May pick other devices: it was not compared.'
  const { before, after, both } = change
  const same = both > 0 && both < Math.max(before, after) ? `, ${number(both)} of them in both` : ''
  return `Picks ${devices(before)} now, ${number(after)} then${both === 0 && before > 0 && after > 0 ? ', others' : same}.`
}
