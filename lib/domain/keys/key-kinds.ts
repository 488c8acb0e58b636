import type {
  AgentKeyChange,
  DeviceKeyAct,
  DeviceKeyOutcome,
  LostKeyEvents,
  ReportedKeyEvent,
  ReportedKeyEvents,
} from './key-record'
import type { EndedPrevious, KeyRotationData, SettledRotation } from './rotation-record'

/** Kinds of events about keys, each with its data. */
export type KeyKinds = {
  'agent-key.requested': AgentKeyChange
  /** `unknown`: the authority did not answer. `code`: why not. */
  'agent-key.changed': AgentKeyChange & { outcome: 'done' | 'refused' | 'unknown'; code?: string }
  'key.rotation-requested': KeyRotationData
  'key.rotation-settled': SettledRotation
  'key.previous-ended': EndedPrevious
  'device-key.requested': DeviceKeyAct
  'device-key.changed': DeviceKeyAct & DeviceKeyOutcome
  /** The authority's own account of keys, numbered by it. */
  'device-key.reported': ReportedKeyEvent
  'device-key.reported-many': ReportedKeyEvents
  'device-key.events-lost': LostKeyEvents
}
