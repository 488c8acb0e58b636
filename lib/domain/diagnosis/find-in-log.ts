/** What of a pasted log can be looked up: request ids of validates, and device ids. */
import { DEVICE_ID_CHARS_MAX } from '../ids/device-id'

/** Newest first, each once, at most `FOUND_MAX` of each. */
export type FoundInLog = { requestIds: string[]; deviceIds: string[] }

/** As much of a log is looked at, from its end: the newest lines. */
export const LOG_CHARS_MAX = 4_000_000
const FOUND_MAX = 20

/** Request ids of an authority that can look them up are UUIDs. */
const REQUEST_ID = /(?<bare>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/gi
/** The value after the name of a device id, or what has the usual form of one: `crewai:prod:tool-runner:05`. */
const DEVICE_ID =
  /device[ _-]?id["']?\s*[:=]?\s*(?:"(?<double>[^"\n]{1,256})"|'(?<single>[^'\n]{1,256})'|(?<named>[^\s"',;)\]}]{1,256}))|(?<bare>(?<![\w:/.-])[a-z][\w.-]{0,62}(?::[\w.-]{1,63}){2,5}(?![\w:/-]))/giu
const isTime = (text: string) => /^\d|:\d\d:\d\d/.test(text)

/** @param text one id alone, or lines of a log. */
export function findInLog(text: string): FoundInLog {
  const alone = text.trim()
  if (alone !== '' && alone.length <= DEVICE_ID_CHARS_MAX && !/[\s"'=]/.test(alone))
    return newest(alone, REQUEST_ID)[0] === alone
      ? { requestIds: [alone], deviceIds: [] }
      : { requestIds: [], deviceIds: [alone] }
  const end = text.slice(-LOG_CHARS_MAX)
  return { requestIds: newest(end, REQUEST_ID), deviceIds: newest(end, DEVICE_ID, (id) => !isTime(id)) }
}

/** The same as lines of a log, which `findInLog` reads back: what is kept of a long one. */
export const idLines = ({ requestIds, deviceIds }: FoundInLog): string =>
  [
    ...deviceIds.toReversed().map((id) => (id.includes('"') ? `deviceId='${id}'` : `deviceId="${id}"`)),
    ...requestIds.toReversed().map((id) => `request_id=${id}`),
  ].join('\n')

function newest(text: string, pattern: RegExp, isMeant: (id: string) => boolean = () => true): string[] {
  const found = new Set<string>()
  for (const { groups } of text.matchAll(pattern)) {
    const id = Object.values(groups ?? {}).find((value) => value !== undefined)
    if (id === undefined || !isMeant(id)) continue
    // The last place counts.
    found.delete(id)
    found.add(id)
    if (found.size > FOUND_MAX) found.delete(found.values().next().value as string)
  }
  return [...found].reverse()
}
