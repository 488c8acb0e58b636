'use client'
import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { HintButton } from '@/components/ui/hint-button'
import { capitalized, type GlossaryWord, meaningOf } from '@/components/words/glossary'

/** A button that opens the definition of the word beside it, or of several words that one place shows. */
export function WordHelp({ words }: { words: readonly [GlossaryWord, ...GlossaryWord[]] }) {
  const org = useOrgSlug()
  const names = words.map((word) => `“${capitalized(word)}”`).join(' and ')
  return (
    <HintButton label={`What ${names} ${words.length > 1 ? 'mean' : 'means'}`}>
      <dl className="flex flex-col gap-2">
        {words.map((word) => (
          <div key={word}>
            <dt className="font-semibold">{capitalized(word)}</dt>
            <dd className="text-soft">{capitalized(meaningOf(word))}.</dd>
          </div>
        ))}
      </dl>
      <Link
        href={`/${org}/glossary`}
        prefetch={false}
        className="self-start text-soft underline underline-offset-2 hover:text-ink pointer-coarse:py-2.5"
      >
        All words
      </Link>
    </HintButton>
  )
}
