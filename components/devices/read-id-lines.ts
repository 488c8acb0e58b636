import { DEVICE_ID_RULE, readDeviceId } from '@/lib/domain/device-id'
import { IDS_MAX } from './limits'

/** Ids from lines of text: trimmed, each once, empty lines ignored. `problem` names the first line that is no id. */
export function readIdLines(text: string): { ids: string[]; problem: string | null } {
  const ids = new Set<string>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const id = readDeviceId(line)
    if (id === null) return { ids: [], problem: `Line ${index + 1} is no device id: ${DEVICE_ID_RULE}.` }
    ids.add(id)
  }
  if (ids.size > IDS_MAX)
    return { ids: [], problem: `At most ${IDS_MAX} ids at once; these are ${ids.size.toLocaleString('en')}.` }
  return { ids: [...ids], problem: null }
}
