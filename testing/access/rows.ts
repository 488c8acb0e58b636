/** Every method of every address under `/api`, and who is let in. */
import { randomUUID } from 'node:crypto'
import type { Role } from '@/lib/domain/policy'

const OPERATION = randomUUID()
const VIEW = randomUUID()
const SESSION = randomUUID()
const NOTE = randomUUID()
const PERSON = randomUUID()
const INVITATION = randomUUID()
const ROTATION = randomUUID()
const AGENT_KEY_ID = 'key_0123456789abcdef'
export const DEVICE = 'crewai:prod:runner:01'
/** A body that is parsed only once access was granted. */
const NOT_A_BODY = { nonsense: true }

/**
 * `lowest`: the lowest role that is let in; any session; none but an admin of the deployment, or but one who is admin of the org too. `idle`: a session that can only
 * stop is let in too.
 */
export type Row = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  lowest: Role | 'signed-in' | 'deployment' | 'deployment-and-admin'
  idle?: true
  body?: () => unknown
}

const operation =
  (kind: string, more: Record<string, unknown> = {}) =>
  () => ({ id: randomUUID(), kind, ...more })

export const ROWS: readonly Row[] = [
  {
    method: 'POST',
    path: '/api/orgs/main/alarms/acknowledge',
    idle: true,
    lowest: 'responder',
    body: () => NOT_A_BODY,
  },
  ...['pause', 'continue', 'cancel', 'retry'].map((act): Row => {
    const path = `/api/orgs/main/operations/${OPERATION}/${act}`
    return { method: 'POST', path, lowest: 'responder', idle: true, body: () => NOT_A_BODY }
  }),
  { method: 'POST', path: `/api/orgs/main/operations/${OPERATION}/end`, lowest: 'operator', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/new-org', lowest: 'deployment' },
  { method: 'POST', path: '/api/new-org', lowest: 'deployment', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/settings', lowest: 'admin' },
  { method: 'PUT', path: '/api/orgs/main/settings', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/settings/id-pattern-effects?idPattern=%7Benv%7D', lowest: 'admin' },
  { method: 'POST', path: '/api/orgs/main/remove', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/people', lowest: 'admin' },
  { method: 'PUT', path: `/api/orgs/main/people/${PERSON}/role`, lowest: 'admin', body: () => NOT_A_BODY },
  ...['remove', 'disable', 'enable', 'sign-out'].map((act): Row => {
    const path = `/api/orgs/main/people/${PERSON}/${act}`
    return { method: 'POST', path, lowest: 'admin', body: () => NOT_A_BODY }
  }),
  { method: 'POST', path: '/api/orgs/main/invitations', lowest: 'admin', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: `/api/orgs/main/invitations/${INVITATION}/revoke`,
    lowest: 'admin',
    body: () => NOT_A_BODY,
  },
  { method: 'GET', path: '/api/account', lowest: 'signed-in' },
  { method: 'PUT', path: '/api/account/name', lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'PUT', path: '/api/account/password', lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'POST', path: '/api/account/sessions/end-others', lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/account/sessions/${SESSION}/end`, lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/record', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/fences', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/rehearsals', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/record/verify', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs', lowest: 'signed-in' },
  { method: 'GET', path: '/api/org-states', lowest: 'signed-in' },
  { method: 'POST', path: '/api/session/confirm', idle: true, lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'POST', path: '/api/session/end', idle: true, lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/state', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/events', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/overview', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/forecast', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/devices', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/device?id=${DEVICE}`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/diagnosis?id=${DEVICE}`, lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/devices.csv', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/devices.csv', lowest: 'viewer', body: () => ({ ids: [DEVICE] }) },
  { method: 'GET', path: '/api/orgs/main/devices.jsonl', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/hygiene', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/connect', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/connect/ids?id=${DEVICE}`, lowest: 'viewer' },
  {
    method: 'GET',
    path: `/api/orgs/main/connect/files?framework=node&id=${DEVICE}&boundaries=startup`,
    lowest: 'responder',
  },
  {
    method: 'GET',
    path: `/api/orgs/main/connect/files.zip?framework=node&id=${DEVICE}&boundaries=startup`,
    lowest: 'responder',
  },
  { method: 'GET', path: '/api/orgs/main/views', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/views', lowest: 'viewer', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: '/api/orgs/main/views',
    lowest: 'responder',
    body: () => ({ id: randomUUID(), name: randomUUID(), selector: 'env:prod', shared: true }),
  },
  { method: 'PUT', path: `/api/orgs/main/views/${VIEW}`, lowest: 'viewer', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/orgs/main/views/${VIEW}/remove`, lowest: 'viewer', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/notes', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/notes/covering?device=${DEVICE}`, lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/notes', lowest: 'responder', body: () => NOT_A_BODY },
  { method: 'PUT', path: `/api/orgs/main/notes/${NOTE}`, lowest: 'responder', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/orgs/main/notes/${NOTE}/remove`, lowest: 'responder', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/agent-keys', lowest: 'operator' },
  { method: 'POST', path: '/api/orgs/main/agent-keys', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/orgs/main/agent-keys/${AGENT_KEY_ID}/revoke`, lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/wrong-keys', lowest: 'admin' },
  { method: 'GET', path: '/api/orgs/main/key-users?kind=org', lowest: 'operator' },
  { method: 'GET', path: '/api/orgs/main/rotations', lowest: 'operator' },
  { method: 'POST', path: '/api/orgs/main/rotations', lowest: 'admin', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: `/api/orgs/main/rotations/${ROTATION}/end-previous`,
    lowest: 'admin',
    body: () => NOT_A_BODY,
  },
  { method: 'GET', path: '/api/orgs/main/device-keys', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/device-keys/dark', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/device-keys/of?id=${DEVICE}`, lowest: 'viewer' },
  { method: 'PUT', path: '/api/orgs/main/device-keys', lowest: 'admin', body: () => NOT_A_BODY },
  ...['release', 'end'].map((act): Row => {
    return { method: 'POST', path: `/api/orgs/main/device-keys/${act}`, lowest: 'admin', body: () => NOT_A_BODY }
  }),
  { method: 'GET', path: '/api/orgs/main/id-blocks', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/id-blocks/lift', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: `/api/orgs/main/decisions?deviceId=${DEVICE}`, lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/headroom', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/time-to-stop', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/week', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/week.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/week.md', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity-view.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity.jsonl', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/selections/later?operation=${OPERATION}`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/progress`, lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/operations', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/operations.csv', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/items`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/items.csv`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/incident`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/incident.json`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/incident.txt`, lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/selections', idle: true, lowest: 'responder', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: `/api/orgs/main/operations/${OPERATION}/reason`,
    lowest: 'responder',
    idle: true,
    body: () => NOT_A_BODY,
  },
  { method: 'PUT', path: '/api/orgs/main/key', lowest: 'admin', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'responder',
    idle: true,
    body: operation('revoke', { target: { ids: [DEVICE] } }),
  },
  { method: 'POST', path: '/api/orgs/main/operations', lowest: 'responder', idle: true, body: operation('disable') },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('restore', { target: { ids: [DEVICE] } }),
  },
  { method: 'POST', path: '/api/orgs/main/operations', lowest: 'operator', body: operation('enable') },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('register', { target: { ids: [DEVICE] } }),
  },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('remove', { target: { ids: [DEVICE] } }),
  },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('revoke', { target: { ids: [DEVICE] }, rehearsal: true }),
  },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'deployment-and-admin',
    body: operation('disable', { rehearsal: true }),
  },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'deployment-and-admin',
    body: operation('register', { target: { ids: [DEVICE] }, rehearsal: true }),
  },
]

/** The row’s address with the names of its parts, as the folders of `app` have them. */
export const patternOf = (path: string) =>
  (path.split('?')[0] as string)
    .replace('/orgs/main', '/orgs/[org]')
    .replace(OPERATION, '[operation]')
    .replace(VIEW, '[view]')
    .replace(SESSION, '[session]')
    .replace(NOTE, '[note]')
    .replace(AGENT_KEY_ID, '[key]')
    .replace(ROTATION, '[rotation]')
    .replace(PERSON, '[person]')
    .replace(INVITATION, '[invitation]')
    .replace('/no-such/', '/[session]/')
