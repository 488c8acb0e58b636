import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** What an address of an authority has to be, after its subject. */
export const AUTHORITY_URL_RULE =
  'must be an https address (plain http for loopback only), without user, query or fragment'

/** Https anywhere; plain http only to loopback, because the org key would travel in the clear. Null: it is none. */
export function readAuthorityUrl(value: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (
    url &&
    !url.username &&
    !url.search &&
    !url.hash &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  )
    return value.replace(/\/+$/, '')
  return null
}

/** The same for settings, whose fault follows the name of the setting. */
export const AuthorityUrl = z.string().transform((value, context) => {
  const url = readAuthorityUrl(value)
  if (url !== null) return url
  context.addIssue({ code: 'custom', message: AUTHORITY_URL_RULE })
  return z.NEVER
})

export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || (ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback')
}
