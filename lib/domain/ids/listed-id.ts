/**
 * One text per id that an authority lists, and the way back to exactly what it listed. Two different ids never share a
 * text. An id that is a text on one line is itself, white space at its ends included. Every other id (a number, a boolean,
 * null, an object, the empty text, a text with control characters or lone surrogates, or one that begins with `json=`) is
 * `json=` followed by its JSON, escaped so that it stays on one line and survives a database, a form and an address.
 */
import { DEVICE_ID_CHARS_MAX, hasControls, readDeviceId } from './device-id'

export const JSON_MARK = 'json='

/** The longest id that is addressed, in characters as listed (a text) or of its JSON: longer ones do not fit into a link. */
export const LISTED_ID_CHARS_MAX = 1_024

/** The longest part of an id's text that is looked for: of most ids it is the whole. */
export const ID_PART_CHARS_MAX = LISTED_ID_CHARS_MAX + JSON_MARK.length

/** What `JSON.stringify` leaves as it is although a line, a terminal or a form may not keep it. */
const ALSO_ESCAPED = /[\u007f-\u009f\u2028\u2029]/g

const jsonOfText = (text: string): string =>
  JSON.stringify(text).replace(ALSO_ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * The text for an id as `JSON.parse` gives it, or null for one that cannot be addressed: none at all (undefined), longer
 * than `LISTED_ID_CHARS_MAX`, or a number that `JSON.parse` may have rounded. Where the JSON itself is at hand,
 * `listedIdOfJson` loses no number.
 */
export function listedId(value: unknown): string | null {
  if (typeof value === 'string') return listedText(value)
  const json = Object.is(value, -0) ? '-0' : stringify(value)
  return json === undefined || json.length > LISTED_ID_CHARS_MAX || hasRoundedNumber(value)
    ? null
    : listedIdOfJson(json)
}

/** Undefined for what JSON cannot hold or that is nested too deep. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function listedText(text: string): string | null {
  if (text.length > LISTED_ID_CHARS_MAX) return null
  return text !== '' && !hasControls(text) && !text.startsWith(JSON_MARK) ? text : JSON_MARK + jsonOfText(text)
}

/** The same from the JSON of the id, where numbers are kept digit by digit. Null also for what is not one JSON value. */
export function listedIdOfJson(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'string') return listedText(value)
  } catch {
    return null
  }
  const one = canonicalJson(json)
  return one.length > LISTED_ID_CHARS_MAX ? null : JSON_MARK + one
}

/** The JSON that names this id to its authority, such as `"bot"`, `" bot "` or `5`. */
export const wireJson = (id: string): string =>
  id.startsWith(JSON_MARK) ? id.slice(JSON_MARK.length) : JSON.stringify(id)

/** The id as its authority lists it, where that is a text; null for a number, an object and the like. */
export function listedAsText(id: string): string | null {
  if (!id.startsWith(JSON_MARK)) return id
  const value: unknown = JSON.parse(wireJson(id))
  return typeof value === 'string' ? value : null
}

/** What a clipboard may not keep: half of a surrogate pair, and NUL. */
const NOT_COPIED = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** The id outside this console, as it is copied: the text itself, or the JSON of what is no text or cannot be copied. */
export function exactId(id: string): string {
  const text = listedAsText(id)
  return text === null || NOT_COPIED.test(text) ? wireJson(id) : text
}

/** True for an id that a register takes and keeps as it is. An authority may trim, refuse or misread any other. */
export const isRegistrable = (id: string): boolean => !id.startsWith(JSON_MARK) && readDeviceId(id) === id

/** The rule that a refusal of a written id states. */
export const LISTED_ID_RULE = `an id has at most ${LISTED_ID_CHARS_MAX} characters, to be registered 1 to ${DEVICE_ID_CHARS_MAX} characters; one that begins with ${JSON_MARK} goes on with its JSON, as the console writes it`

/**
 * The id that a person or a program names by a text: the text of a listed id, or what an authority lists as this very
 * text. Nothing is trimmed. Null where the text begins with `json=` and is not as this module writes it, or is too long.
 */
export function readListedId(text: string): string | null {
  if (!text.startsWith(JSON_MARK)) return listedText(text)
  return listedIdOfJson(wireJson(text)) === text ? text : null
}

/** The same value without white space between its parts; texts escaped in one way, numbers as written. `json` is valid. */
function canonicalJson(json: string): string {
  let written = ''
  for (let at = 0; at < json.length; ) {
    const end = json[at] === '"' ? endOfText(json, at) : at + 1
    const part = json.slice(at, end)
    if (part.length > 1) written += jsonOfText(JSON.parse(part) as string)
    else if (!/\s/.test(part)) written += part
    at = end
  }
  return written
}

/** Index after the closing quote of the text that begins at `from`, in valid JSON. */
export function endOfText(json: string, from: number): number {
  let at = from + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

const DIGITS_KEPT = 15

/** A double keeps whole numbers up to 2^53, and any number of at most 15 digits. */
const isKept = (value: number): boolean =>
  Number.isSafeInteger(value) || (Number.isFinite(value) && String(value).replace(/\D/g, '').length <= DIGITS_KEPT)

/** Whether `JSON.parse` may have read a number that was written otherwise. */
function hasRoundedNumber(value: unknown): boolean {
  if (typeof value === 'number') return !isKept(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasRoundedNumber)
}
