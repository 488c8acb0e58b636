'use client'
import { lazy } from 'react'
import { HintButton } from '@/components/ui/hint-button'
import { capitalized } from '@/components/words/capitalized'
import type { GlossaryWord } from '@/components/words/glossary'

/** In a chunk of its own: the sentences of all words are in no page before one is asked for. */
const WordMeanings = lazy(() => import('./word-meanings').then((module) => ({ default: module.WordMeanings })))

/** A button that opens the definition of the word beside it, or of several words that one place shows. */
export function WordHelp({ words }: { words: readonly [GlossaryWord, ...GlossaryWord[]] }) {
  const names = words.map((word) => `“${capitalized(word)}”`).join(' and ')
  return (
    <HintButton label={`What ${names} ${words.length > 1 ? 'mean' : 'means'}`}>
      <WordMeanings words={words} />
    </HintButton>
  )
}
