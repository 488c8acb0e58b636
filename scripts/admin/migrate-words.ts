/** What `npm run admin -- migrate-store` says while it works and in the end. */
import type { Moved, MoveProgress } from '@/lib/store/move/move-store'

export const MIGRATE_USAGE = `  npm run admin -- migrate-store [--start-over]
    copies DATA_DIR/console.db into the empty PostgreSQL database of DATABASE_URL, with the console ended. A run that was ended goes on
    with the next one; --start-over empties what an unfinished run brought and copies from the beginning`

/** Time between two lines, in ms. */
const LINE_EVERY_MS = 2_000

const count = (value: number) => value.toLocaleString('en')

const VERBS = { read: 'Read', copy: 'Copied', compare: 'Compared' } as const

/** @param now in ms. @returns a line for a step, or null where one was said a moment ago. */
export function createProgressLine(now: () => number): (progress: MoveProgress) => string | null {
  let phase: MoveProgress['phase'] | null = null
  let begun = { at: 0, rows: 0 }
  let saidAt = 0
  return (progress) => {
    const at = now()
    if (progress.phase !== phase) {
      phase = progress.phase
      begun = { at, rows: progress.rows }
    } else if (at - saidAt < LINE_EVERY_MS) return null
    saidAt = at
    const { table, rows, total } = progress
    const perSecond = at > begun.at ? ((rows - begun.rows) * 1_000) / (at - begun.at) : 0
    const of = total === null ? '' : ` of ${count(total)}`
    const rate = perSecond < 1 ? '' : `, ${count(Math.round(perSecond))} a second`
    const left = total === null || perSecond < 1 ? '' : `, ${timeLeft((total - rows) / perSecond)} left`
    return `${VERBS[phase]} ${count(rows)}${of} rows${rate}${left} (${table}).`
  }
}

const timeLeft = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${count(Math.ceil(seconds / 60))} min`

/** Counts of each table, and what a person does now. */
export function movedWords({ tables, wasThere, resumedAt }: Moved, path: string, what: string): string {
  if (wasThere)
    return `${what} is the complete copy of ${path} already. Nothing was changed. Start the console with DATABASE_URL.`
  const lines = tables.map(({ table, rows }) => `  ${table}: ${count(rows)}`)
  const total = tables.reduce((sum, { rows }) => sum + rows, 0)
  const resumed = resumedAt === 0 ? '' : ` ${count(resumedAt)} of them were there from a run before.`
  return [
    ...lines,
    `${count(total)} rows are in ${what}, each compared with the file.${resumed}`,
    `Start the console with DATABASE_URL, and with the same DATA_DIR, encryption key, signing key and anchors as before. ${path} is kept as it was: move it away once the console runs. Nothing copies what is written from now on back into it.`,
  ].join('\n')
}
