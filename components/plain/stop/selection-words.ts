/** What a revoke of a selection will do, in sentences. */
import { devices } from '@/components/words/operation-words'
import type { Selection } from '@/lib/domain/wire/selection'

/** One sentence for each thing that is so: what will be revoked, what is already, what is not known. */
export function effectSentences({ active, revoked, unknown }: Pick<Selection, 'active' | 'revoked' | 'unknown'>) {
  return [
    ...(active > 0 ? [`${devices(active)} will be revoked.`] : []),
    ...(revoked > 0 ? [`${devices(revoked)} ${revoked === 1 ? 'is' : 'are'} revoked already.`] : []),
    ...(unknown > 0 ? [`The state of ${devices(unknown)} was not read.`] : []),
  ]
}

/** Devices that a person could take for one of these and that stay active; null where there are none. */
export function leftOutSentence({ lookalikes: { active, unknown } }: Pick<Selection, 'lookalikes'>): string | null {
  const left = active + unknown
  if (left === 0) return null
  const one = left === 1
  return `${devices(left)} ${one ? 'has an id that looks' : 'have ids that look'} like one of these and ${one ? 'is' : 'are'} not included.`
}
