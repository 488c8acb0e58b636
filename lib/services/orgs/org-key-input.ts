import { z } from 'zod'

/** How long an org key may be, on the page and in the terminal. */
export const ORG_KEY_CHARS = { min: 8, max: 512 } as const

export const ORG_KEY_RULE = `An org key has ${ORG_KEY_CHARS.min} to ${ORG_KEY_CHARS.max} characters`

/** An org key as it comes in, without the white space around it. */
export const OrgKeyInput = z
  .string()
  .trim()
  .min(ORG_KEY_CHARS.min, `${ORG_KEY_RULE}. Nothing was changed.`)
  .max(ORG_KEY_CHARS.max, `${ORG_KEY_RULE}. Nothing was changed.`)
