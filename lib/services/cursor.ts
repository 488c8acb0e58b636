/** Cursors of paged lists: the last row's number, opaque to the caller. */
import { z } from 'zod'

export const cursorOf = (position: number): string => Buffer.from(String(position)).toString('base64url')

export const Cursor = z.string().transform((text, context) => {
  const position = Number(Buffer.from(text, 'base64url').toString('utf8'))
  if (Number.isSafeInteger(position) && position > 0 && cursorOf(position) === text) return position
  context.addIssue({ code: 'custom', message: 'this cursor is not one of ours; start from the first page' })
  return z.NEVER
})

/** The cursor of a list by time, where several rows may have the same: the last row's time and id. */
export const timedCursorOf = (at: number, id: string): string => Buffer.from(`${at}:${id}`).toString('base64url')

export const TimedCursor = z.string().transform((text, context) => {
  const [, at, id] = /^(\d{1,16}):(.+)$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  if (at !== undefined && id !== undefined && timedCursorOf(Number(at), id) === text) return { at: Number(at), id }
  context.addIssue({ code: 'custom', message: 'this cursor is not one of ours; start from the first page' })
  return z.NEVER
})
