/** How a sign-in that has to wait tells the sign-in page for how long: as a code in the address, never as a sentence. */
import { tooManyAttempts } from '@/lib/domain/errors'

const CODE = /^TooManyAttempts-(\d{1,2})$/

export const waitCode = (waitMs: number): string => `TooManyAttempts-${Math.ceil(waitMs / 1_000)}`

/** The sentence of such a code; undefined for any other. */
export function waitSentence(code: string): string | undefined {
  const seconds = CODE.exec(code)?.[1]
  return seconds === undefined ? undefined : tooManyAttempts(Number(seconds))
}
