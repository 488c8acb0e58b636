import { invalidRequest } from '../http/refusal'

/** `URLSearchParams` would quietly replace what is not UTF-8; an id must arrive as it was sent or not at all. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    throw invalidRequest('The query is not valid percent-encoded UTF-8.')
  }
}

/** Names and values of a query in their order, or a refusal where one cannot be read. */
export function queryPairs(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
    })
}
