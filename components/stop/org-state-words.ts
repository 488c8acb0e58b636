import { evidenceSentence, number } from '@/components/operations/operation-words'
import type { OrgState } from '@/lib/domain/console-api'
import { stopHeadline } from '@/lib/domain/stop'

export type OrgTone = 'running' | 'stopped' | 'alarm' | 'unknown'
export type OrgWords = { tone: OrgTone; headline: string; detail: string }

/** The one line that every page answers first: running or stopped, and how many. Never more than was read. */
export function orgStateWords(state: OrgState | undefined): OrgWords {
  if (!state) return { tone: 'unknown', headline: 'Reading…', detail: '' }
  const words = claim(state)
  const old = state.reading.status !== 'fresh'
  if (state.alarms.liftedElsewhere > 0)
    return { ...words, tone: 'alarm', headline: `${words.headline}, a stop was lifted elsewhere` }
  if (state.contradicted > 0)
    return { ...words, tone: 'alarm', headline: `${words.headline}, ${number(state.contradicted)} contradicted` }
  if (!old || words.tone === 'alarm') return words
  if (state.reading.status === 'loading') return { ...words, tone: 'unknown' }
  return {
    tone: 'unknown',
    headline: `Last known: ${words.headline.replace(/^./, (letter) => letter.toLowerCase())}`,
    detail: words.detail,
  }
}

function claim(state: OrgState): OrgWords {
  const { execution, orgStop } = state
  if (orgStop?.status === 'lifted-elsewhere')
    return {
      tone: 'alarm',
      headline: stopHeadline(orgStop.status, orgStop.counts, orgStop.total),
      detail: counts(state),
    }
  if (orgStop?.status === 'accepted' && execution.state === 'enabled') {
    return { tone: 'alarm', headline: 'Stop accepted, yet agents are allowed', detail: counts(state) }
  }
  if (orgStop && orgStop.status !== 'accepted' && execution.state !== 'disabled') {
    return {
      tone: 'unknown',
      headline: stopHeadline(orgStop.status, orgStop.counts, orgStop.total),
      detail: counts(state),
    }
  }
  if (orgStop?.status === 'accepted') {
    return {
      tone: 'stopped',
      headline: stopHeadline(orgStop.status, orgStop.counts, orgStop.total),
      detail: `by ${orgStop.by.name} · ${evidenceSentence(orgStop.counts)}`,
    }
  }
  if (execution.state === 'disabled')
    return { tone: 'stopped', headline: 'Stopped', detail: `not by this console · ${counts(state)}` }
  if (execution.state === 'enabled') return { tone: 'running', headline: 'Running', detail: counts(state) }
  if (execution.state === 'unsupported' && state.counts) {
    const all = state.counts.total > 0 && state.counts.active === 0 && state.counts.unknown === 0
    return { tone: all ? 'stopped' : 'running', headline: all ? 'All revoked' : 'Running', detail: counts(state) }
  }
  return { tone: 'unknown', headline: 'State not known', detail: counts(state) }
}

function counts({ counts, cap }: OrgState): string {
  if (!counts) return 'no device list read yet'
  const parts = [`${number(counts.active)} of ${number(counts.total)} active`]
  if (counts.unknown > 0) parts.push(`${number(counts.unknown)} unknown`)
  if (cap?.limit != null) parts.push(`cap ${number(cap.limit)}`)
  return parts.join(' · ')
}
