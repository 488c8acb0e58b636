/** A console behind a fault server, an admin, and rotations of its keys. */
import { randomUUID } from 'node:crypto'
import type { Rotated } from '@/lib/domain/wire/rotation'
import { rotateKey } from '@/lib/services/rotation/rotate-key'
import { invoke } from '@/lib/services/service'
import { type ConsoleBehindFaults, consoleBehindFaults } from './console-behind-faults'

export const ROTATED_DEVICES = ['a:prod:x:01', 'a:prod:x:02']
export const ROTATE = '/api/v1/org/rotate_key'

export type RotationWorld = Awaited<ReturnType<typeof openRotationWorld>>

/** `input`, `orgInput`: what a form sends for the agent key, for the org key. */
export async function openRotationWorld() {
  const world: ConsoleBehindFaults = await consoleBehindFaults(ROTATED_DEVICES)
  const { running } = world
  const admin = await running.as('admin')
  const [first] = await running.org.connection.client.agentKeys()
  const input = (more: object = {}) => ({
    id: randomUUID(),
    kind: 'agent',
    keyId: first?.id ?? null,
    overlapSeconds: 3_600,
    reason: 'the yearly one',
    typed: 'main',
    ...more,
  })
  const { reads } = running.deps.store
  return {
    ...world,
    admin,
    input,
    orgInput: (more: object = {}) => input({ kind: 'org', keyId: null, ...more }),
    rotate: (given: object): Promise<Rotated> => invoke(rotateKey, admin, given),
    async works(key: string | null): Promise<boolean> {
      const headers = { 'x-org-key': key ?? '' }
      return (await fetch(`${running.authority.url}/api/v1/usage`, { headers })).status === 200
    },
    /** The org key as the store has it: what a console that starts now would use. */
    async storedKey(): Promise<string> {
      const { deps, org } = running
      const rows = reads.selectFrom('org_keys').selectAll().where('org_id', '=', org.row.id)
      return deps.vault.open(org.row.id, (await rows.executeTakeFirstOrThrow()).ciphertext).reveal()
    },
    /** Events of rotations, oldest first. */
    async events() {
      const rows = await reads.selectFrom('audit_events').selectAll().orderBy('sequence').execute()
      return rows
        .filter(({ kind }) => kind.startsWith('key.'))
        .map(({ kind, data, reason }) => ({ kind, reason, ...(JSON.parse(data) as object) }))
    },
    async everythingWritten(): Promise<string> {
      const rows = [
        await reads.selectFrom('audit_events').selectAll().execute(),
        await reads.selectFrom('key_rotations').selectAll().execute(),
      ]
      return JSON.stringify(rows)
    },
  }
}
