/** Every way in which an authority can fail a call that stops; `applied`: it does what was asked, and the answer goes wrong. */
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
import { applyThenLose } from '@/lib/services/testing/forward'

export type StopFault = { fault: string; make: (authorityUrl: string) => Fault }

const after =
  (answer: Fault) =>
  (authorityUrl: string): Fault =>
  async (socket, request) => {
    const { method, path, headers, body } = request
    const { 'x-org-key': key = '', 'content-type': type } = headers
    const given = { 'x-org-key': key, ...(type ? { 'content-type': type } : {}) }
    await fetch(`${authorityUrl}${path}`, { method, headers: given, body: method === 'GET' ? undefined : body })
      .then((reply) => reply.arrayBuffer())
      .catch(() => undefined)
    if (!socket.destroyed) await answer(socket, request)
  }

export const STOP_FAULTS: StopFault[] = [
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
  { fault: '302 elsewhere', make: () => redirect(302, 'http://127.0.0.1:9/') },
  { fault: '401', make: () => json({ status: 'error', error: 'invalid_org_key' }, 401) },
  { fault: '403', make: () => json({ status: 'error', error: 'forbidden' }, 403) },
  { fault: '429', make: () => json({ status: 'error' }, 429, { 'retry-after': '1' }) },
  { fault: '500', make: () => json({ status: 'error' }, 500) },
  { fault: '503', make: () => html(503) },
  { fault: 'applied, answer lost', make: applyThenLose },
  { fault: 'applied, then hangs', make: after(hang()) },
  { fault: 'applied, body cut', make: after(cutBody()) },
  { fault: 'applied, bad JSON', make: after(badJson()) },
  { fault: 'applied, HTML', make: after(html()) },
  { fault: 'applied, 500', make: after(json({ status: 'error' }, 500)) },
]
