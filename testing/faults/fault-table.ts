/** Every way in which an authority can fail: one table, for the tests of the stop and for the benches. */
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
} from './faults'
import { afterApplying, applyThenLose, forward } from './proxy-faults'

/**
 * `fails`: nothing is done. `applies`: what was asked is done, and the answer goes wrong. `misleads`: the answer says another
 * thing than what was done, in a well-formed way.
 */
export type FaultRow = {
  fault: string
  sort: 'fails' | 'applies' | 'misleads'
  make: (authorityUrl: string) => Fault
  /** A clear no: nothing is tried again. */
  refusedForGood?: true
  /** Nothing is answered at all: a stop waits until it is. */
  staysAway?: true
}

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
    const noSocket = { destroyed: true } as Parameters<Fault>[0]
    await forward(authorityUrl)(noSocket, { ...request, body })
    return json({ status: 'error', error: 'internal' }, 500)(socket, request)
  }

const fails = (fault: string, make: () => Fault): FaultRow => ({ fault, sort: 'fails', make })
const away = (fault: string, make: () => Fault): FaultRow => ({ ...fails(fault, make), staysAway: true })
const refuses = (fault: string, make: () => Fault): FaultRow => ({ ...fails(fault, make), refusedForGood: true })
const applies = (fault: string, answer: Fault): FaultRow => ({
  fault,
  sort: 'applies',
  make: (url) => afterApplying(url, answer),
})

export const FAULTS: readonly FaultRow[] = [
  away('hangs before headers', hang),
  away('hangs in the body', hangMidBody),
  away('drips a byte at a time', () => drip()),
  away('resets', reset),
  away('half-open', halfOpen),
  away('cuts the body', cutBody),
  away('no HTTP', notHttp),
  fails('bad JSON', badJson),
  fails('empty 200', () => empty()),
  fails('HTML', () => html()),
  refuses('200 with an error body', () => json({ status: 'error', error: 'oops', message: 'no' })),
  refuses('200 blocked', () => json({ status: 'blocked', error: 'no' })),
  fails('302 elsewhere', () => redirect(302, 'http://127.0.0.1:9/')),
  refuses('401', () => json({ status: 'error', error: 'invalid_org_key' }, 401)),
  refuses('403', () => json({ status: 'error', error: 'forbidden' }, 403)),
  away('429', () => json({ status: 'error' }, 429, { 'retry-after': '1' })),
  away('500', () => json({ status: 'error' }, 500)),
  away('503', () => html(503)),
  { fault: 'applied, answer lost', sort: 'applies', make: applyThenLose },
  applies('applied, then hangs', hang()),
  applies('applied, body cut', cutBody()),
  applies('applied, bad JSON', badJson()),
  applies('applied, HTML', html()),
  applies('applied, 500', json({ status: 'error' }, 500)),
  { fault: '404', sort: 'misleads', make: () => json({ status: 'error', error: 'not_found' }, 404) },
  { fault: '200 and an empty list', sort: 'misleads', make: () => json({ status: 'ok', devices: [], results: [] }) },
  { fault: 'does half of it and fails', sort: 'misleads', make: halfDone },
  { fault: 'claims it', sort: 'misleads', make: () => claims },
]

/** Those at the press of a stop: what misleads there is another kind of authority, not a fault. */
export const STOP_FAULTS = FAULTS.filter(({ sort }) => sort !== 'misleads')
