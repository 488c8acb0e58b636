import { number } from './operation-words'

/** Whether so many new ids fit under the cap. `slots`: places left; null: no cap; undefined: unknown. */
export function placesSentence(ids: number, slots: number | null | undefined): string {
  if (slots === undefined) return 'How many places are left under the cap is not known.'
  if (slots === null) return 'This org has no cap.'
  const left = Math.max(0, slots)
  if (ids > left)
    return `${left === 0 ? 'No place is' : `Only ${places(left)}`} left under the cap: ${number(ids - left)} of ${number(ids)} will be refused.`
  return `${places(left)} left under the cap.`
}

const places = (count: number): string => (count === 1 ? '1 place is' : `${number(count)} places are`)
