import { Kysely } from 'kysely'
import { isResume, type OperationKind } from '@/lib/domain/operation'
import type { MachineIdClient } from '@/lib/machineid/client'
import type { Database } from '@/lib/store/rows/schema'
import { sqliteDialect } from '@/lib/store/sqlite/dialect'
import { openLocalConnection } from '@/lib/store/sqlite/local-connection'
import { recordFaults } from '../audit/record-faults'
import type { Report } from './crash-report'

/**
 * What a console at rest owes: every operation has ended, or is a resume that waits for a person; whatever has a hold is
 * revoked; a stop of the org in force is in force; the database is whole, its record fits together and says what is in it.
 */
export async function checkFinalInvariants(
  path: string,
  report: Report,
  authority: MachineIdClient,
): Promise<string[]> {
  const { devices } = await authority.listDevices()
  const { execution } = await authority.orgStatus()
  const active = new Set(devices.filter((device) => device.status === 'active').map((device) => device.deviceId))
  const open = report.operations.filter(({ state }) => state !== 'finished')
  const waits = ({ state, kind }: Report['operations'][0]) =>
    isResume(kind as OperationKind) && ['paused', 'interrupted'].includes(state)
  const inForce = report.operations.filter(
    ({ kind, total, stopStatus }) => kind === 'disable' && total === 0 && stopStatus === 'accepted',
  )
  return [
    ...open.filter((row) => !waits(row)).map(({ id, kind, state }) => `${kind} ${id} is ${state} in the end`),
    ...report.holds
      .filter(({ isLive, deviceId }) => isLive && active.has(deviceId))
      .map(({ id, deviceId }) => `${deviceId} runs in the end although ${id} holds it`),
    ...(execution === 'disabled' ? [] : inForce.map(({ id }) => `the org runs in the end although ${id} is in force`)),
    ...(await databaseFaults(path)),
  ]
}

async function databaseFaults(path: string): Promise<string[]> {
  const connection = openLocalConnection(path, 'read')
  const db = new Kysely<Database>({ dialect: sqliteDialect(connection, { shared: true }) })
  try {
    const { rows } = await connection.run({ sql: 'pragma integrity_check', parameters: [] })
    const whole = rows.length === 1 && rows[0]?.[0] === 'ok'
    return [...(whole ? [] : ['the database is not whole']), ...(await recordFaults(db))]
  } finally {
    await db.destroy()
  }
}
