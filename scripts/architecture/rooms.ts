/**
 * The rooms of the house, lowest first: a room may import the rooms named before it in its list, and nothing else of ours.
 * `beside` has lists on one floor, which may not import each other.
 */
type Floor = string | { beside: Floor[][] }
const beside = (...lists: Floor[][]): Floor => ({ beside: lists })
const inside = (parent: string, ...names: string[]) =>
  names.map((name) => (name === '.' ? parent : `${parent}/${name}`))

const WORDS = inside(
  'lib/domain',
  'ids',
  'data-folder',
  'time',
  'keys',
  'compact',
  'sign-in',
  '.',
  'selector',
  'notes',
  'people',
  'figures',
  'connect',
  'wire',
  'diagnosis',
)
const CLIENT = inside(
  'lib/client',
  'state',
  'format',
  'browser',
  'api',
  'api/connect',
  'api/people',
  'api/all-orgs',
  'api/account',
  'api/rotation',
)

const CONSOLE: Floor[] = [
  ...WORDS,
  'lib/concurrency',
  beside(
    [...inside('lib/machineid', 'reply', 'keys', '.', 'snapshot'), ...inside('lib/fleet', 'columns', 'search', '.')],
    [
      ...inside('lib/store', 'sqlite', 'postgres', 'migrations', 'rows', 'audit', 'open', 'move'),
      ...inside('lib/store', 'usage', 'notes', 'rehearsals', 'people', '.'),
      ...inside('lib/store', 'org-keys', 'key-rotations', 'device-keys'),
      ...inside('lib/audit', '.', 'anchors', 'verify'),
      'lib/sign-in',
      'lib/replicas',
    ],
  ),
  'lib/evidence',
  'lib/orgs',
  ...inside('lib/operations', 'deps', 'plan', 'calls', '.'),
  'lib/stops',
  'lib/views',
  beside(
    ['lib/background'],
    [
      'lib/services',
      beside(inside('lib/services', 'orgs', 'access', 'account', 'people', 'org-admin', 'live'), [
        'lib/services/downloads',
        beside(
          ['lib/services/audit'],
          ['lib/services/devices', 'lib/services/connect'],
          ['lib/services/connect-files'],
          ['lib/services/usage'],
          ['lib/services/rehearsals'],
          ['lib/services/rotation'],
          ['lib/services/views', 'lib/services/notes'],
          [
            beside(['lib/services/fences'], ['lib/services/selections']),
            ...inside('lib/services', 'operations', 'stops'),
          ],
        ),
      ]),
    ],
  ),
  ...inside('lib/server', 'config', 'request', '.'),
  beside(['lib/server/sign-in', 'lib/server/invitation'], ['lib/server/stop']),
]

const AUTHORITY: Floor[] = [
  ...WORDS,
  beside(
    ['lib/authority/simulator'],
    [
      beside(['lib/authority/keys'], ['lib/authority/state']),
      beside(['lib/authority/http'], inside('lib/authority', 'disk', 'core')),
      ...inside('lib/authority', 'handlers', '.'),
    ],
  ),
]

const COMPONENTS: Floor[] = [
  beside(['components/ui'], [...WORDS, ...CLIENT]),
  ...inside('components', 'words', 'ids'),
  beside(inside('components', 'time'), inside('components', 'access'), inside('components/plain', '.', 'stop')),
  ...inside('components', 'feedback', 'outside', 'org', 'glossary', 'selector', 'notes', 'device-panel/diagnosis'),
  ...inside('components/keys', 'agent', 'device', '.'),
  'components/charts',
  beside(
    inside('components', 'review'),
    inside('components', 'activity'),
    inside('components', 'usage'),
    inside('components', 'timeline'),
  ),
  beside(inside('components', 'stop'), inside('components', 'device-panel')),
  beside(['components/fences'], ['components/views']),
  beside(['components/operations'], ['components/devices']),
  'components/rotation',
  beside(
    ['components/overview'],
    ['components/shell'],
    inside('components/connect', 'watch', 'lookup', '.'),
    ['components/people'],
    ['components/account'],
    ['components/all-orgs'],
    ['components/org-settings'],
  ),
]

/** Test worlds may import all of `lib`. */
const TESTING: Floor[] = [
  'testing',
  beside(
    ['testing/selector'],
    ['testing/http'],
    ['testing/authority'],
    ['testing/faults'],
    ['testing/audit'],
    ['testing/pretend-model'],
    ['testing/zip'],
    ['testing/prove-agents'],
    ['testing/access'],
    ['testing/org-keys'],
    ['testing/secrets'],
    ['testing/store'],
  ),
  ...inside('testing', 'console', 'anchors', 'friction', 'holds', 'crash'),
]

/** What no file of these rooms may import, and of their own what is not theirs: packages by name or beginning. */
export const PACKAGES: readonly [room: RegExp, forbidden: RegExp][] = [
  [/^lib\/domain/, /^(node:|next|react|undici|kysely|better-sqlite3|pino)/],
  [/^lib\/domain\/(limits|selector\/)/, /^zod$/],
  [/^lib\/concurrency/, /^(?!node:)/],
  [/^lib\/(?!server|client)/, /^(next|react)(\/|-|$)/],
  [/^lib\/(?!store|authority)/, /^(better-sqlite3|kysely|pg$)/],
  [/^lib\/store\/migrations/, /^(?!kysely$|node:)/],
  [/^(lib\/client|components)/, /^(node:|zod$)/],
  [/^components\/ui/, /^(?!react|@base-ui\/react|lucide-react|next\/dynamic)/],
]

/** Room → the rooms that it may import. */
export const MAY: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const may = new Map<string, Set<string>>()
  const walk = (floors: Floor[], below: ReadonlySet<string>): Set<string> => {
    const reached = new Set(below)
    for (const floor of floors) {
      if (typeof floor === 'string') {
        may.set(floor, new Set([...(may.get(floor) ?? []), ...reached]))
        reached.add(floor)
      } else
        for (const part of floor.beside.map((list) => walk(list, reached))) for (const room of part) reached.add(room)
    }
    return reached
  }
  // The stop page is served without a script, as plain pages.
  for (const list of [CONSOLE, AUTHORITY, COMPONENTS]) walk(list, new Set())
  for (const room of ['components/plain', 'components/plain/stop']) may.get('lib/server/stop')?.add(room)
  may.get('lib/server/invitation')?.add('components/plain')
  walk(TESTING, new Set([...may.keys()].filter((room) => room.startsWith('lib/'))))
  return may
})()
