import { DEVICE_ID_RULE, readDeviceId } from '@/lib/domain/ids/device-id'
import { isRegistrable, JSON_MARK } from '@/lib/domain/ids/listed-id'
import { IDS_MAX } from '@/lib/domain/limits'

/**
 * Ids from lines of text, each once, as they will be registered; empty lines ignored. `trimmed`: those whose line has white
 * space at its ends, which no register keeps. `problem` names the first line that is no id.
 */
export function readIdLines(text: string): { ids: string[]; trimmed: string[]; problem: string | null } {
  const none = { ids: [], trimmed: [] }
  const ids = new Set<string>()
  const trimmed = new Set<string>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const id = readDeviceId(line)
    if (id === null) return { ...none, problem: `Line ${index + 1} is no device id: ${DEVICE_ID_RULE}.` }
    if (!isRegistrable(id))
      return {
        ...none,
        problem: `Line ${index + 1} begins with ${JSON_MARK}, which marks ids that are no plain text.`,
      }
    ids.add(id)
    if (id !== line) trimmed.add(id)
  }
  if (ids.size > IDS_MAX)
    return { ...none, problem: `At most ${IDS_MAX} ids at once; these are ${ids.size.toLocaleString('en')}.` }
  return { ids: [...ids], trimmed: [...trimmed], problem: null }
}
