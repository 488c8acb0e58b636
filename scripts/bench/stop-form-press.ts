/** The press of `/stop` as a phone without script makes it: the form of the page, posted. */

export type StopAnswer = { status: number; html: string; ms: number }

/** A page of the console; `cookie`: `name=value` of a session. */
export async function plainPage(url: string, path: string, cookie: string): Promise<string> {
  const reply = await fetch(`${url}${path}`, { headers: { cookie, accept: 'text/html' } })
  return reply.text()
}

/** The hidden fields of the form that stops `main`. */
export function stopFields(page: string): [string, string][] {
  const inner = /<form[^>]*action="\/stop\/main"[^>]*>(.*?)<\/form>/s.exec(page)?.[1]
  if (inner === undefined) throw new Error('the page has no form that stops main')
  return [...inner.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
}

/** Milliseconds until the last byte of the answer. */
export async function postStop(url: string, cookie: string, fields: [string, string][]): Promise<StopAnswer> {
  const startedAt = performance.now()
  const reply = await fetch(`${url}/stop/main`, {
    method: 'POST',
    headers: { cookie, origin: url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields),
  })
  const html = await reply.text()
  return { status: reply.status, html, ms: performance.now() - startedAt }
}
