/** The short name of an org in addresses. */

/** Top-level routes: an org may not be called so. */
export const RESERVED_SLUGS = [
  'api',
  'stop',
  'sign-in',
  'sign-out',
  'healthz',
  'metrics',
  'offline',
  'unreachable',
  '_next',
  'favicon.ico',
  'sw.js',
  'manifest.webmanifest',
  'icons',
  'orgs',
  'account',
  'invitation',
]

export const SLUG_CHARS_MAX = 40
export const SLUG_RULE = `must have 1 to ${SLUG_CHARS_MAX} lower-case letters, digits and dashes, and be no name of a page`

export const isOrgSlug = (text: string): boolean =>
  /^[a-z0-9][a-z0-9-]{0,39}$/.test(text) && !RESERVED_SLUGS.includes(text)

/** An address for an org of this name; empty where no letter of it can be in one. */
export function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, SLUG_CHARS_MAX)
    .replace(/-+$/, '')
  return RESERVED_SLUGS.includes(slug) ? `${slug}-org` : slug
}
