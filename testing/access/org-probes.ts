/** Every request under `/api/orgs/[org]` that can name something, made out to one org with what belongs to another. */
import { randomUUID } from 'node:crypto'

/** What `main` holds; all of it is real. */
export type Belongings = {
  operation: string
  orgStop: string
  scheduled: string
  selection: { selectionId: string; digest: string }
  view: string
  note: string
  key: string
  rotation: string
  invitation: string
  person: string
  /** Of a decision about `device`. */
  decision: string
  orgKey: string
}

/** In both orgs. */
export const SHARED = 'crewai:prod:runner:01'
/** In `main` alone. */
export const FOREIGN = 'crewai:prod:foreign:01'

/**
 * `path`: what comes after the org. `isForeign`: it names what belongs to `main`, so that the same request there finds it; else it names
 * nothing, or a device id, which means the org's own device.
 */
export type OrgProbe = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  body?: unknown
  isForeign: boolean
  /** The id is one that the caller makes, and another one is as good. */
  mints?: true
}

const NOTE = { selector: 'env:prod', owner: 'a', purpose: 'b', halts: 'c', link: '' }
const ROTATION = { kind: 'agent', overlapSeconds: 3_600, typed: 'other', recovers: null }
const VIEW = { name: 'mine', selector: 'env:prod', shared: true }

const asked = (...paths: string[]): OrgProbe[] => paths.map((path) => ({ method: 'GET', path, isForeign: false }))
const named = (...paths: string[]): OrgProbe[] => paths.map((path) => ({ method: 'GET', path, isForeign: true }))
const sent = (path: string, body: unknown, method: 'POST' | 'PUT' = 'POST'): OrgProbe => ({
  method,
  path,
  body,
  isForeign: true,
})
const minted = (path: string, body: unknown): OrgProbe => ({ ...sent(path, body), mints: true })

/** Requests that only read. */
export function readingProbes({ operation, orgStop, scheduled, selection, key, ...of }: Belongings): OrgProbe[] {
  const device = encodeURIComponent(FOREIGN)
  const shared = encodeURIComponent(SHARED)
  const ofOperations = [operation, orgStop, scheduled].flatMap((id) =>
    ['', '/progress', '/items', '/items.csv', '/incident', '/incident.json', '/incident.txt'].map(
      (part) => `operations/${id}${part}`,
    ),
  )
  return [
    ...asked(
      ...['people', 'record', 'fences', 'rehearsals', 'state', 'overview', 'forecast', 'devices', 'devices.csv'],
      ...[
        'devices.jsonl',
        'hygiene',
        'connect',
        'views',
        'notes',
        'agent-keys',
        'wrong-keys',
        'rotations',
        'settings',
        'events',
      ],
      ...[
        'usage',
        'usage/headroom',
        'usage/time-to-stop',
        'usage/week',
        'usage/week.csv',
        'usage/week.md',
        'usage.csv',
      ],
      ...['device-keys', 'device-keys/dark', `device-keys/of?id=${shared}`, `device-keys/of?id=${device}`, 'id-blocks'],
      ...['activity', 'activity.csv', 'activity-view.csv', 'activity.jsonl', 'operations', 'operations.csv'],
      'settings/id-pattern-effects?idPattern=%7Benv%7D',
      ...[`device?id=${shared}`, `diagnosis?id=${shared}`, `diagnosis?id=${device}`, `decisions?deviceId=${shared}`],
      ...[`decisions?deviceId=${device}`, `activity?device=${shared}`, `activity?device=${device}`],
      ...[`activity?person=${of.person}`, `activity.csv?person=${of.person}`, `connect/ids?id=${shared}`],
      ...[`connect/files?framework=node&id=${device}&boundaries=startup`, `notes/covering?device=${shared}`],
      `connect/files.zip?framework=node&id=${device}&boundaries=startup`,
    ),
    ...named(...ofOperations.filter((path) => !path.startsWith(`operations/${scheduled}/incident`))),
    ...asked('key-users?kind=org'),
    ...named(`key-users?kind=agent&keyId=${key}`),
    ...named(`device?id=${device}`, `decisions?requestId=${of.decision}`),
    ...named(`selections/later?operation=${operation}`, `selections/later?selection=${selection.selectionId}`),
    ...named(`notes/covering?selection=${selection.selectionId}`),
    ...named(`devices?q=op:${operation}`, `devices.csv?q=op:${operation}`, `devices.jsonl?q=op:${operation}`),
    ...named(`forecast?q=op:${operation}`),
    { method: 'POST', path: 'devices.csv', body: { ids: [SHARED, FOREIGN] }, isForeign: false },
  ]
}

/** Requests that would change something of `main`, or act on it. */
export function changingProbes({ operation, orgStop, scheduled, selection, ...of }: Belongings): OrgProbe[] {
  const target = selection
  const reason = 'sent to another org'
  return [
    sent('selections', { selector: `op:${operation}` }),
    ...[operation, orgStop, scheduled].flatMap((id) =>
      ['pause', 'continue', 'cancel', 'retry', 'end', 'reason'].map((act) =>
        sent(`operations/${id}/${act}`, { reason }),
      ),
    ),
    sent('operations', { id: randomUUID(), kind: 'revoke', target }),
    sent('operations', { id: randomUUID(), kind: 'restore', target, reason }),
    sent('operations', { id: randomUUID(), kind: 'remove', target, reason, typed: 'other' }),
    sent('operations', { id: randomUUID(), kind: 'revoke', target: { selector: `op:${operation}` } }),
    sent('operations', { id: randomUUID(), kind: 'restore', undoes: operation, reason }),
    sent('operations', { id: randomUUID(), kind: 'enable', undoes: orgStop, reason }),
    minted('operations', { id: operation, kind: 'revoke', target: { ids: [SHARED] } }),
    minted('operations', { id: orgStop, kind: 'disable' }),
    sent(`views/${of.view}`, { ...VIEW, version: 1 }, 'PUT'),
    sent(`views/${of.view}/remove`, { version: 1 }),
    minted('views', { ...VIEW, id: of.view }),
    sent(`notes/${of.note}`, { ...NOTE, version: 1 }, 'PUT'),
    sent(`notes/${of.note}/remove`, { version: 1 }),
    minted('notes', { ...NOTE, id: of.note }),
    sent(`agent-keys/${of.key}/revoke`, {}),
    sent(`rotations/${of.rotation}/end-previous`, { reason, typed: 'other' }),
    minted('rotations', { ...ROTATION, id: of.rotation, keyId: of.key, reason }),
    sent(`people/${of.person}/role`, { role: 'admin', was: 'viewer' }, 'PUT'),
    ...['disable', 'enable', 'sign-out', 'remove'].map((act) => sent(`people/${of.person}/${act}`, {})),
    sent(`invitations/${of.invitation}/revoke`, {}),
    minted('invitations', { id: of.invitation, email: 'bea@example.org', role: 'viewer' }),
    minted('remove', { typed: 'main', reason }),
    { ...minted('key', { orgKey: of.orgKey }), method: 'PUT' },
  ]
}

/** Changes of the org itself, which name nothing of another but device ids, and those mean its own devices. */
export const OWN_CHANGES = [
  ...['POST alarms/acknowledge', 'POST agent-keys', 'POST rotations', 'PUT settings', 'POST record/verify'],
  ...['PUT device-keys', 'POST device-keys/release', 'POST device-keys/end', 'POST id-blocks/lift'],
]

/** A probe as its handler is called in the folders of `app/api/orgs/[org]`. */
export function handlerOf({ method, path }: OrgProbe, of: Belongings): string {
  const places: [string, string][] = [
    ...[of.operation, of.orgStop, of.scheduled].map((id): [string, string] => [id, '[operation]']),
    ...[of.view, of.note, of.key, of.invitation, of.person, of.rotation].map((id, nth): [string, string] => [
      id,
      ['[view]', '[note]', '[key]', '[invitation]', '[person]', '[rotation]'][nth] as string,
    ]),
  ]
  const pattern = places.reduce((text, [id, place]) => text.replace(id, place), path.split('?')[0] as string)
  return `${method} ${pattern}`
}
