import { stopHeadline } from '@/lib/domain/stop'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { orgWorking, WORKING_WORDS } from '@/lib/domain/wire/org-working'
import { evidenceSentence, number } from './operation-words'

/** `empty`: there is no device that could run. */
export type OrgTone = 'running' | 'stopped' | 'alarm' | 'empty' | 'unknown'
/** `claim`: the headline without its alarms. */
export type OrgWords = { tone: OrgTone; headline: string; claim: string; detail: string }

/** The one line that every page answers first: running or stopped, and how many. Never more than was read. */
export function orgStateWords(state: OrgState | undefined): OrgWords {
  if (!state) return { tone: 'unknown', headline: 'Reading…', claim: 'Reading…', detail: '' }
  const { tone, claim, detail } = agedClaim(state)
  if (state.alarms.liftedElsewhere > 0)
    return { tone: 'alarm', headline: `${claim}, a stop was lifted elsewhere`, claim, detail }
  if (state.alarms.twinChanged > 0)
    return { tone: 'alarm', headline: `${claim}, a wrong device was changed`, claim, detail }
  if (state.contradicted > 0)
    return { tone: 'alarm', headline: `${claim}, ${number(state.contradicted)} contradicted`, claim, detail }
  return { tone, headline: claim, claim, detail }
}

/** What is claimed of an org that was never read: there is nothing that was last known. */
const NOT_KNOWN = 'State not known'

type Claim = Omit<OrgWords, 'headline'>

/** Old data is never dressed as new: an alarm stays one, anything else becomes what was last known. */
function agedClaim(state: OrgState): Claim {
  const words = claimOf(state)
  const { status } = state.reading
  if (status === 'fresh' || words.tone === 'alarm' || words.claim === NOT_KNOWN) return words
  if (status === 'loading') return { ...words, tone: 'unknown' }
  return {
    tone: 'unknown',
    claim: `Last known: ${words.claim.replace(/^./, (letter) => letter.toLowerCase())}`,
    detail: words.detail,
  }
}

function claimOf(state: OrgState): Claim {
  const { execution, orgStop } = state
  if (orgStop?.status === 'lifted-elsewhere')
    return {
      tone: 'alarm',
      claim: stopHeadline(orgStop.status, orgStop.counts, orgStop.total, orgStop.unusable),
      detail: counts(state),
    }
  if (orgStop?.status === 'accepted' && execution.state === 'enabled') {
    return { tone: 'alarm', claim: 'Stop accepted, yet agents are allowed', detail: counts(state) }
  }
  if (orgStop && orgStop.status !== 'accepted' && execution.state !== 'disabled') {
    return {
      tone: 'unknown',
      claim: stopHeadline(orgStop.status, orgStop.counts, orgStop.total, orgStop.unusable),
      detail: counts(state),
    }
  }
  if (orgStop?.status === 'accepted') {
    return {
      tone: 'stopped',
      claim: stopHeadline(orgStop.status, orgStop.counts, orgStop.total, orgStop.unusable),
      detail: `by ${orgStop.by.name} · ${evidenceSentence(orgStop.counts)}`,
    }
  }
  if (execution.state === 'disabled')
    return { tone: 'stopped', claim: 'Stopped', detail: `not by this console · ${counts(state)}` }
  if (execution.state === 'enabled' || (execution.state === 'unsupported' && state.counts)) {
    const working = orgWorking(state.counts, state.reading.unusable)
    return { tone: WORKING_TONE[working], claim: WORKING_WORDS[working], detail: counts(state) }
  }
  return { tone: 'unknown', claim: NOT_KNOWN, detail: counts(state) }
}

const WORKING_TONE = { working: 'running', 'all-revoked': 'stopped', 'no-devices': 'empty' } as const

function counts({ counts, cap }: OrgState): string {
  if (!counts) return 'no device list read yet'
  if (counts.total === 0) return cap?.limit != null ? `cap ${number(cap.limit)}` : 'none registered yet'
  const parts = [`${number(counts.active)} of ${number(counts.total)} active`]
  if (counts.unknown > 0) parts.push(`${number(counts.unknown)} unknown`)
  if (cap?.limit != null) parts.push(`cap ${number(cap.limit)}`)
  return parts.join(' · ')
}
