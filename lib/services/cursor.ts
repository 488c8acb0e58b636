/** Cursors of paged lists: the last row's number, opaque to the caller. */
import { z } from 'zod'

export const cursorOf = (position: number): string => Buffer.from(String(position)).toString('base64url')

export const Cursor = z.string().transform((text, context) => {
  const position = Number(Buffer.from(text, 'base64url').toString('utf8'))
  if (Number.isSafeInteger(position) && position > 0 && cursorOf(position) === text) return position
  context.addIssue({ code: 'custom', message: 'this cursor is not one of ours; start from the first page' })
  return z.NEVER
})
