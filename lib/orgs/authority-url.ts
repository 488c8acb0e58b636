import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** Https anywhere; plain http only to loopback, because the org key would travel in the clear. */
export const AuthorityUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (
    url &&
    !url.username &&
    !url.search &&
    !url.hash &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  ) {
    return value.replace(/\/+$/, '')
  }
  context.addIssue({
    code: 'custom',
    message: 'must be an https address (plain http for loopback only), without user, query or fragment',
  })
  return z.NEVER
})

export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || (ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback')
}
