/** The selector text that a forecast of a target is asked for; null where no text of allowed length can say it. */
import { formatValue } from '@/lib/domain/selector/format'

const TEXT_CHARS_MAX = 4_096

export function forecastTarget(target: { selector: string } | { ids: readonly string[] }): string | null {
  const text = 'selector' in target ? target.selector : `id:${target.ids.map(formatValue).join(',')}`
  return text.length <= TEXT_CHARS_MAX ? text : null
}
