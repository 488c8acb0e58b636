/** Changes rows behind a running console, as time or another browser would. */
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { INVITATION_HOURS } from '@/lib/domain/limits'
import { STOP_ONLY_AFTER_MS } from '@/lib/domain/policy'
import type { RunningConsole } from './running-console'

function change({ env }: RunningConsole, sql: string, ...values: (string | number)[]): void {
  const database = new SQLite(join(env.DATA_DIR as string, 'console.db'))
  database.prepare(sql).run(...values)
  database.close()
}

/** Ends every session. */
export const endSessions = (running: RunningConsole): void =>
  change(running, 'update sessions set ended_at = ?', Date.now())

/** Every session was not used for so long that it can only stop. */
export const makeSessionsIdle = (running: RunningConsole): void =>
  change(running, 'update sessions set last_seen_at = ?', Date.now() - STOP_ONLY_AFTER_MS - 3_600_000)

/** Every invitation was made so long ago that its 72 hours are over. */
export const expireInvitations = (running: RunningConsole): void => {
  const ago = INVITATION_HOURS * 3_600_000 + 60_000
  change(running, 'update invitations set created_at = created_at - ?, expires_at = expires_at - ?', ago, ago)
}
