/**
 * The chains of the record. Every event is hashed with the one before it in its own chain (an org's, or that of the events
 * of no org), and that hash with the one before it in the chain of the whole deployment. SHA-256, in hex.
 */
import { hash } from 'node:crypto'
import type { AuditEventRow } from '../rows/audit-rows'

/** The hash before the first event of a chain. */
export const GENESIS = '0'.repeat(64)
/** The chain of every event of the deployment; its sequence is the event's own. */
export const DEPLOYMENT_CHAIN = '*'
/** The chain of the events of no org. */
const ORGLESS_CHAIN = ''

export const chainOf = (event: Pick<AuditEventRow, 'org_id'>): string => event.org_id ?? ORGLESS_CHAIN

export type Hashed = Omit<AuditEventRow, 'sequence' | 'hash' | 'chain_hash'>

const sha256 = (text: string): string => hash('sha256', text)

/** Version of the form below: what is hashed can be made anew from an export, years later, by another program. */
const FORM = 'machineid-console/audit/1'

/** The hash of an event in its own chain. Its form is a JSON array of the fields in a fixed order, `data` as canonical JSON text. */
export function hashEvent(previous: string, event: Hashed): string {
  return sha256(
    JSON.stringify([
      FORM,
      previous,
      chainOf(event),
      event.org_sequence,
      event.id,
      event.at,
      event.kind,
      event.data,
      event.user_id,
      event.actor_name,
      event.session_id,
      event.address,
      event.request_id,
      event.reason,
      event.device_id,
      event.operation_id,
    ]),
  )
}

/** The hash of an event in the chain of the deployment. */
export const hashLink = (previous: string, sequence: number, eventHash: string): string =>
  sha256(JSON.stringify([FORM, previous, sequence, eventHash]))

/** JSON with the keys of every object in order: the same value is always the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

export type NewEvent = Omit<AuditEventRow, 'sequence' | 'org_sequence' | 'hash' | 'chain_hash'>
