/** Every way in which an authority can fail, as the fault tests have them, and two in which it lies. */
import {
  badJson,
  cutBody,
  drip,
  empty,
  type Fault,
  halfOpen,
  hang,
  hangMidBody,
  html,
  json,
  notHttp,
  redirect,
  reset,
} from '@/lib/machineid/faults'
import { applyThenLose, forward } from '@/lib/services/testing/forward'

export type FaultRow = { fault: string; make: (authorityUrl: string) => Fault }

/** Claims to have done what it did not. */
const claims: Fault = (socket, request) => {
  const { deviceIds, deviceId } = JSON.parse(request.body || '{}') as { deviceIds?: string[]; deviceId?: string }
  const results = deviceIds?.map((id) => ({ deviceId: id, status: 'ok', changed: true, revision: 7 }))
  return json({ status: 'ok', revision: 7, changed: true, ...(results ? { results } : { deviceId }) })(socket, request)
}

/** Does it for the first device that it is asked for, and fails for all. */
const halfDone =
  (authorityUrl: string): Fault =>
  async (socket, request) => {
    const { deviceIds } = JSON.parse(request.body || '{}') as { deviceIds?: string[] }
    const body = deviceIds ? JSON.stringify({ deviceIds: deviceIds.slice(0, 1) }) : request.body
    const nobody = { destroyed: true } as Parameters<Fault>[0]
    await forward(authorityUrl)(nobody, { ...request, body })
    return json({ status: 'error', error: 'internal' }, 500)(socket, request)
  }

export const FAULTS: readonly FaultRow[] = [
  { fault: 'hangs before headers', make: hang },
  { fault: 'hangs in the body', make: hangMidBody },
  { fault: 'drips a byte at a time', make: () => drip() },
  { fault: 'resets', make: reset },
  { fault: 'half-open', make: halfOpen },
  { fault: 'cuts the body', make: cutBody },
  { fault: 'no HTTP', make: notHttp },
  { fault: 'bad JSON', make: badJson },
  { fault: 'empty 200', make: () => empty() },
  { fault: 'HTML', make: () => html() },
  { fault: '200 with an error body', make: () => json({ status: 'error', error: 'oops', message: 'no' }) },
  { fault: '200 blocked', make: () => json({ status: 'blocked', error: 'no' }) },
  { fault: '200 and an empty list', make: () => json({ status: 'ok', devices: [], results: [] }) },
  { fault: '302 elsewhere', make: () => redirect(302, 'http://127.0.0.1:9/') },
  { fault: '401', make: () => json({ status: 'error', error: 'invalid_org_key' }, 401) },
  { fault: '403', make: () => json({ status: 'error', error: 'forbidden' }, 403) },
  { fault: '404', make: () => json({ status: 'error', error: 'not_found' }, 404) },
  { fault: '429', make: () => json({ status: 'error' }, 429, { 'retry-after': '1' }) },
  { fault: '500', make: () => json({ status: 'error' }, 500) },
  { fault: '503', make: () => html(503) },
  { fault: 'applies it and loses the answer', make: applyThenLose },
  { fault: 'does half of it and fails', make: halfDone },
  { fault: 'claims it', make: () => claims },
]
