/**
 * Which requests are made by a person, and so keep the session from becoming idle. What a page asks by itself (its polls, its event
 * stream, the refresh of a result of `/stop`) does not: a tab left open overnight must not stay good for more than stopping.
 */
import { PERSON_ACTIVE_HEADER } from '@/lib/domain/wire/person-active'

/** A change, or what was read while a person touched the page. */
export const isUseOfApi = ({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean =>
  (method !== 'GET' && method !== 'HEAD') || headers.has(PERSON_ACTIVE_HEADER)

/** A page that was opened, and not fetched ahead of a click. */
export const isUseOfPage = (headers: Headers): boolean =>
  !/\bprefetch\b/i.test(headers.get('sec-purpose') ?? headers.get('purpose') ?? '')

/** A result of `/stop` loads itself again; a browser says of each load whether a person asked for it. */
export function isUseOfStop({ method, url, headers }: Pick<Request, 'method' | 'url' | 'headers'>): boolean {
  if (method !== 'GET' && method !== 'HEAD') return true
  if (!isUseOfPage(headers)) return false
  return headers.get('sec-fetch-user') === '?1' || !new URL(url).searchParams.has('op')
}
