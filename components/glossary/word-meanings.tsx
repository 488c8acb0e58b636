'use client'
import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { capitalized } from '@/components/words/capitalized'
import { type GlossaryWord, meaningOf } from '@/components/words/glossary'

/** What words mean, one after another, and the way to all of them. */
export function WordMeanings({ words }: { words: readonly GlossaryWord[] }) {
  const org = useOrgSlug()
  return (
    <>
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
    </>
  )
}
