'use client'
import { useOrgState } from '@/components/org/use-org'
import { alarmSentence } from '@/components/words/alarm-sentence'
import { orgStateWords } from '@/components/words/org-state-words'

/**
 * What a screen reader reads by itself: a change of the state when it is done talking, an alarm at once. Both are on
 * every page from the start and change only with their words, so that each is said once.
 */
export function Announcer() {
  const { data: state } = useOrgState()
  return (
    <div className="sr-only">
      <p role="status">{state && `${state.org.slug}: ${orgStateWords(state).claim}`}</p>
      <p role="alert">{state && alarmSentence(state)}</p>
    </div>
  )
}
