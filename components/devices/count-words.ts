import { number } from '@/components/words/operation-words'
import type { DevicesPage } from '@/lib/domain/console-api'

/** `6 of 25`; while a new text is being asked for, that it is; before anything was read, nothing. */
export function countWords(page: DevicesPage | undefined, outdated: boolean): string {
  if (!page || page.reading.readAt === null) return ''
  if (outdated) return `… of ${number(page.fleetTotal)}`
  return `${number(page.total)} of ${number(page.fleetTotal)}`
}
