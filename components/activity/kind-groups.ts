import { AUDIT_KINDS, type AuditKind } from '@/lib/domain/audit'

type Area = AuditKind extends infer Kind ? (Kind extends `${infer Name}.${string}` ? Name : never) : never

/** Which group each kind is found in, by the word before its dot. */
const GROUP_OF: Record<Area, string> = {
  operation: 'Operations',
  fence: 'Stops, fences, alarms',
  stop: 'Stops, fences, alarms',
  alarms: 'Stops, fences, alarms',
  twin: 'Stops, fences, alarms',
  session: 'People',
  user: 'People',
  invitation: 'People',
  access: 'People',
  org: 'Org',
  'agent-key': 'Org',
  key: 'Org',
  'device-key': 'Org',
  view: 'Org',
  note: 'Org',
  export: 'Record',
  events: 'Record',
  record: 'Record',
}

/** Kinds of events to choose from: by group, and in each by name. */
export const KIND_GROUPS: readonly { group: string; kinds: readonly { kind: AuditKind; name: string }[] }[] = [
  ...new Set(Object.values(GROUP_OF)),
].map((group) => ({
  group,
  kinds: AUDIT_KINDS.filter((kind) => GROUP_OF[kind.split('.')[0] as Area] === group)
    .map((kind) => ({ kind, name: kind.replace(/[.-]/g, ' ') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
}))
