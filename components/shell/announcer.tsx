'use client'
import { useState } from 'react'
import { useOrgState } from '@/components/org/use-org'
import { alarmSentence } from '@/components/words/alarm-sentence'
import { orgStateWords } from '@/components/words/org-state-words'
import { isolatedText } from '@/lib/domain/ids/isolated'

/**
 * What a screen reader reads by itself: a change of the state when it is done talking, an alarm at once. Both are on
 * every page from the start and change only with their words, so that each is said once. An open dialog, which makes the
 * page inert, has one of its own that begins with silence: `onlyChanges`.
 */
export function Announcer({ onlyChanges = false }: { onlyChanges?: boolean }) {
  const { data: state } = useOrgState()
  const claim = useWords(state && `${isolatedText(state.org.name)}: ${orgStateWords(state).claim}`, onlyChanges)
  const alarm = useWords((state && alarmSentence(state)) ?? undefined, onlyChanges)
  return (
    <div className="sr-only">
      <p role="status">{claim}</p>
      <p role="alert">{alarm}</p>
    </div>
  )
}

/** The words; with `onlyChanges` none as long as they are what they were at first. */
function useWords(words: string | undefined, onlyChanges: boolean): string | undefined {
  const [first] = useState(words)
  return onlyChanges && words === first ? undefined : words
}
