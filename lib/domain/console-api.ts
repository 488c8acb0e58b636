/**
 * What the console's own API answers, as JSON-native types (times are ISO 8601 UTC). Types only: both sides import them,
 * nothing of this reaches a bundle. A missing field is "unknown" and is shown so; null is "never" or "none".
 */
import type { AuditEvent } from './audit'
import type { DeviceStatus, WireDevice } from './device'
import type { Forecast } from './forecast'
import type { Operation, OperationItem, Person } from './operation'
import type { Permission, Role } from './policy'
import type { DeviceStopState, StopCounts, StopSending, StopStatus } from './stop'
import type { PartSeries, UsagePoint } from './usage-steps'

/** Who signed in, and until when acts that ask for a recent sign-in are open without the password. */
export type Me = { id: string; name: string; email: string; recentUntil: string; stopOnly: boolean }

export type Authority = { name: string; kind: 'embedded' | 'machineid' | 'other'; url: string }

/** How the last reading of an org went. `loading`: none yet. `stale`: older than three of its intervals. */
export type ReaderStatus = 'loading' | 'fresh' | 'stale' | 'failing' | 'key-rejected'

export type Reading = {
  status: ReaderStatus
  /** Console's time of the last complete reading. */
  readAt: string | null
  /** The authority's own clock at that reading. */
  authorityNow: string | null
  /** Entries of the list without a usable id: they are no devices to the console, and no act reaches them by id. */
  unusable?: number
  /** Why readings fail now, in one sentence, and since when. */
  error: { code: string; detail: string; since: string } | null
}

/** Whether agents of the org may work at all. `unsupported`: this authority has no org disable. */
export type Execution = {
  state: 'enabled' | 'disabled' | 'unknown' | 'unsupported'
  changedAt: string | null
  reason: string | null
}

/** `allowed`: devices allowed to work now (0 while the org is disabled). `running` as the product defines it. */
export type FleetCounts = {
  total: number
  active: number
  revoked: number
  unknown: number
  running: number
  allowed: number
}

export type Cap = {
  planTier?: string
  planState?: string
  accessUntil?: string | null
  limit?: number | null
  used?: number
  remaining?: number | null
  overLimit?: boolean
}

export type StopSummary = StopSending & {
  operationId: string
  kind: 'revoke' | 'disable'
  status: StopStatus
  by: Person
  requestedAt: string
  acceptedAt: string | null
  reason: string | null
  total: number
  counts: StopCounts
  /** Of a stop of the whole org or fleet: entries of the list of which nobody knows whether they are stopped. */
  unusable?: number
}

/** The state of one org, polled by every page of it. */
export type OrgState = {
  org: { slug: string; name: string; idPattern: string; parts: string[] }
  authority: Authority
  role: Role
  permissions: Permission[]
  reading: Reading
  execution: Execution
  counts: FleetCounts | null
  cap: Cap | null
  /** The newest stop of the whole org that is requested, queued, unknown or in force. */
  orgStop: StopSummary | null
  /** Alarms of devices active again, or allowed, under a stop in force, that nobody has acknowledged. */
  contradicted: number
  /** All open alarms; `newestAt` is what an acknowledgement names, so that a later one stays. */
  alarms: {
    contradicted: number
    liftedElsewhere: number
    refusedStops: number
    twinChanged: number
    newestAt: string | null
  }
  /** Operations that are not finished. */
  openOperations: number
  /** Fences that catch whatever matches later, and of those whose reminder is due the one due longest. */
  fences?: { standing: number; due: FenceDue | null }
  capabilities: Record<'orgDisable' | 'batch' | 'deltas', 'yes' | 'no' | 'unknown'>
  /** Console's time of this answer. */
  at: string
}

export type FenceDue = { operationId: string; selector: string; remindAt: string }

export type GridCell = { env: string; role: string; total: number; active: number; running: number; revoked: number }

export type DeviceRow = WireDevice & {
  /** Parts by the org's id pattern; null where the id does not fit (`shape:other`). */
  parts: Record<string, string> | null
  running: boolean
  /** Another device looks like it; absent where none does. */
  lookalike?: true
  /** Its state under the newest stop that covers it and is in force. */
  stop?: DeviceStopState
}

export type Overview = {
  state: OrgState
  /** One cell per env × role that occurs; `other` counts ids that do not fit the pattern. */
  grid: { envs: string[]; roles: string[]; cells: GridCell[]; other: number }
  /** Running devices that ask least often, slowest first (at most 8). */
  slowAskers: DeviceRow[]
  /** Newest first, at most 8. */
  operations: Operation[]
  /** The last 24 h, for the small chart. */
  recent: Pick<UsagePoint, 'at' | 'allowed' | 'allowedLowest' | 'cap'>[]
}

export const DEVICE_SORTS = ['id', '-id', 'seen', '-seen', 'created', '-created', 'status', '-status'] as const
export type DeviceSort = (typeof DEVICE_SORTS)[number]
export const DEVICES_PAGE_ROWS = 200

export type Facet = { name: string; values: { value: string; count: number }[]; truncated: boolean }

export type DevicesPage = {
  total: number
  fleetTotal: number
  offset: number
  rows: DeviceRow[]
  facets: Facet[]
  reading: Reading
}

export type Hold = {
  id: string
  /** `operation`: a revoke. `elsewhere`: found revoked without an act of this console. */
  kind: 'operation' | 'elsewhere' | 'fence' | 'fallback-stop'
  operationId: string | null
  by: Person
  placedAt: string
  reason: string | null
}

export type DeviceDetail = {
  device: DeviceRow
  /** Devices that a person could take for it. */
  lookalikes: Lookalikes
  holds: Hold[]
  /** Newest first, at most 50. */
  history: AuditEvent[]
  reading: Reading
}

/**
 * Devices that look like some, and are none of them: how many by status, and the first few with the one that each is like.
 */
export type Lookalikes = Record<DeviceStatus, number> & { named: { id: string; like: string; status: DeviceStatus }[] }

/** The review of a frozen selection: what was seen is what is acted on. */
export type Selection = {
  selectionId: string
  digest: string
  /** Null where ids were ticked. */
  selector: string | null
  wholeFleet: boolean
  count: number
  groups: { env: string; role: string; count: number }[]
  active: number
  revoked: number
  unknown: number
  /** Live holds on these devices, by the operation that placed them; what stands in the way of a restore. */
  holds: {
    operationId: string | null
    kind: Hold['kind']
    by: Person
    placedAt: string
    reason: string | null
    devices: number
    own: boolean
  }[]
  /**
   * How many of the revoked would not fit under the cap after a restore, without those that another's hold keeps stopped
   * anyway; null where the cap is unknown.
   */
  overCap: number | null
  /** The same after every hold of others was released that a review may name: the most that it can be. */
  overCapMost?: number | null
  /** Who of the revoked stays stopped after a restore; what the restore releases by itself is not in it. */
  stays: Stays
  /** Who looks like one of these and is not part of the selection. */
  lookalikes: Lookalikes
  reading: Reading
  expiresAt: string
}

/** `always`: held by what has to be lifted first. `unlessNamed`: until the restore names every one of these operations. */
export type Stays = { always: number; unlessNamed: { releases: string[]; devices: number }[] }

/** `slow`: the running devices that ask least often, slowest first. */
export type ForecastView = Forecast & { slow: DeviceRow[] }

export type OperationsPage = { operations: Operation[]; nextCursor: string | null }

/** A device that has not asked since a stop. Milliseconds by the authority's clock, as last read; null is not known. */
export type WaitingDevice = {
  deviceId: string
  /** Its usual spacing. */
  everyMs: number | null
  /** How long ago it asked last; null: never. */
  quietMs: number | null
  /** Quiet for longer than its rhythm explains. */
  late: boolean
}

/** The first few devices of a stop in force that a person looks at by name. */
export type StopDevices = {
  waiting: WaitingDevice[]
  waitingTotal: number
  /** Told no, and asking all the same. */
  asking: { deviceId: string; denials: number }[]
  askingTotal: number
}

export type OperationDetail = { operation: Operation; audit: AuditEvent[]; stopDevices?: StopDevices }
/** `lookalikes`: ids of the items that another device of the fleet looks like. */
export type OperationItemsPage = { items: OperationItem[]; lookalikes: string[]; total: number; offset: number }
export type ActivityPage = { events: AuditEvent[]; nextCursor: string | null; people: Person[] }

export const USAGE_RANGES = ['1h', '24h', '7d', '30d'] as const
export type UsageRange = (typeof USAGE_RANGES)[number]

export type Usage = {
  range: UsageRange
  /** Width of one bucket in seconds. */
  bucketSeconds: number
  points: UsagePoint[]
  /** Active devices by the values of one part; the points of each series align with `points` above. */
  stacked: { part: string; parts: string[]; series: PartSeries[] }
  sampleSeconds: number
  diskBytes: number
  lastSampleAt: string | null
}

/**
 * Why the console cannot tell the addresses of people behind a proxy: it is not among the trusted ones, or what it writes names
 * no address, or two headers name different ones. `proxy`: the address that the request came from.
 */
export type ProxyFault = { kind: 'untrusted' | 'unreadable' | 'contradictory'; proxy: string }

/** `proxyFault`: of this very request, for an admin of any org. */
export type OrgList = {
  me: Me
  orgs: { slug: string; name: string; role: Role }[]
  version: string
  proxyFault?: ProxyFault
}

/** How the record is proven. `fault`: why the last anchor could not be published; `broken`: the record is not what was anchored. */
export type RecordStatus = {
  /** The last head, as a person keeps it for a later verification. */
  head: string
  events: number
  notAnchored: number
  /** Where anchors go: the name of a file, or the host of an address. */
  target: string
  /** Fingerprint of the signing key, SHA-256 in hex. */
  key: string
  lastAt: string | null
  fault: string | null
  broken: string | null
  warnings: string[]
}

/** A revoke that stands: whatever matches later is revoked too, until it ends. What it holds is given back by undoing it. */
export type Fence = {
  operationId: string
  selector: string
  by: Person
  reason: string | null
  /** Devices that it has caught so far. */
  devices: number
  /** Of those, how many it keeps stopped now. */
  held: number
  placedAt: string
  endsAt: string | null
  remindAt: string | null
  /** Its reminder is due and nobody has lifted it. */
  isDue: boolean
  /** It catches nobody any more; what it revoked stays revoked. */
  endedAt: string | null
}
