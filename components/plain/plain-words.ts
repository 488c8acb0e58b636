/** Sentences of the plain pages. Ages are rounded to what a person reads at a glance; exact times carry their zone. */
import type { Execution, FleetCounts, Reading } from '@/lib/domain/console-api'
import type { StopCard } from './stop-card-types'

export function ageOf(at: string | null, now: number): string {
  if (at === null) return 'never'
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000))
  if (seconds < 90) return `${seconds} s ago`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min ago`
  return `${Math.round(seconds / 3_600)} h ago`
}

export const clockOf = (at: string): string => `${at.slice(11, 19)} UTC`

export function stateWord({ execution, stop }: Pick<StopCard, 'execution' | 'stop'>): {
  word: string
  tone: 'ok' | 'stop' | 'wait'
} {
  if (execution.state === 'disabled') return { word: '■ Stop in force', tone: 'stop' }
  if (stop && stop.status !== 'accepted') return { word: '◔ Stop not in force yet', tone: 'wait' }
  if (stop && stop.counts.contradicted > 0) return { word: '▲ Running again under a stop', tone: 'stop' }
  if (stop) return { word: '■ Stop in force', tone: 'stop' }
  if (execution.state === 'unknown') return { word: '◔ State not known', tone: 'wait' }
  return { word: '● Running', tone: 'ok' }
}

export function countsSentence(counts: FleetCounts | null, execution: Execution): string {
  if (!counts) return 'The fleet has not been read yet.'
  if (execution.state === 'disabled') return `None of ${counts.active} active agents is allowed to work.`
  return `${counts.active} agents allowed to work, ${counts.running} of them running.`
}

export function readSentence(reading: Reading, now: number): string {
  if (reading.readAt === null) return 'Not read yet.'
  const age = `Read ${ageOf(reading.readAt, now)}.`
  return reading.status === 'fresh' ? age : `${age} This is the last known picture.`
}
