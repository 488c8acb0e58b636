import type { FaultRequest } from './faults'

/** A real authority's answer to a request that a fault server got. Rejects when there is none. For tests. */
export async function passOn(
  authorityUrl: string,
  { method, path, headers, body }: FaultRequest,
): Promise<{ status: number; body: string }> {
  const { 'x-org-key': key = '', 'x-admin-key': adminKey, 'content-type': type } = headers
  const response = await fetch(`${authorityUrl}${path}`, {
    method,
    headers: {
      'x-org-key': key,
      ...(adminKey ? { 'x-admin-key': adminKey } : {}),
      ...(type ? { 'content-type': type } : {}),
    },
    body: method === 'GET' ? undefined : body,
  })
  return { status: response.status, body: await response.text() }
}
