/** The id of one entry of a list, exactly as the authority wrote it. */
import { endOfText, listedId, listedIdOfJson } from '@/lib/domain/ids/listed-id'

const NAMES = ['deviceId', 'device_id', 'id'] as const

/**
 * The text (`listed-id.ts`) of the id of an entry, or null for an entry without one that can be addressed. The first name
 * that holds something counts; null is an id only where no other name holds one. `json`, the entry as it was sent, keeps
 * numbers digit by digit; without it a number that `JSON.parse` may have rounded cannot be addressed.
 */
export function readEntryId(entry: unknown, json?: string): string | null {
  if (typeof entry !== 'object' || entry === null) return null
  let name: string | undefined
  let value: unknown
  for (let index = 0; index < NAMES.length && (value === undefined || value === null); index += 1) {
    const next = NAMES[index] as string
    if (!Object.hasOwn(entry, next)) continue
    const found = (entry as Record<string, unknown>)[next]
    if (name !== undefined && found === null) continue
    name = next
    value = found
  }
  if (typeof value === 'string' || json === undefined || name === undefined) return listedId(value)
  const text = memberJson(json, name)
  return text === undefined ? null : listedIdOfJson(text)
}

/** The JSON of a member of an object, the last of that name as in `JSON.parse`. `json` is a valid object. */
function memberJson(json: string, name: string): string | undefined {
  let depth = 0
  let key: string | null = null
  let from = 0
  let found: string | undefined
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at] as string
    if (depth === 1 && key === name && from > 0 && (char === ',' || char === '}')) found = json.slice(from, at)
    if (char === '"') {
      const end = endOfText(json, at)
      if (depth === 1 && from === 0) key = JSON.parse(json.slice(at, end)) as string
      at = end - 1
    } else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') depth -= 1
    else if (depth === 1 && char === ':') from = at + 1
    else if (depth === 1 && char === ',') from = 0
  }
  return found
}
