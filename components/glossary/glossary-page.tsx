import Link from 'next/link'
import { Card } from '@/components/ui/card'
import { PageBody } from '@/components/ui/page-body'
import { capitalized } from '@/components/words/capitalized'
import { GLOSSARY } from '@/components/words/glossary'

/** Every word of the product with its definition. */
export function GlossaryPage({ org }: { org: string }) {
  return (
    <PageBody title="Glossary">
      <p className="-mt-2 text-soft">
        Each word means one thing, on every page and in the documentation.{' '}
        {/* With nothing to focus, the keyboard could not scroll the page. */}
        <Link
          href={`/${org}`}
          prefetch={false}
          className="whitespace-nowrap underline underline-offset-2 hover:text-ink pointer-coarse:py-2.5"
        >
          To the overview
        </Link>
      </p>
      <Card className="max-w-[860px]">
        <dl>
          {GLOSSARY.map(([word, meaning]) => (
            <div
              key={word}
              className="flex flex-col gap-x-4 gap-y-0.5 border-t px-4 py-2.5 first:border-t-0 sm:grid sm:grid-cols-[180px_minmax(0,1fr)]"
            >
              <dt className="font-semibold">{capitalized(word)}</dt>
              <dd className="text-soft wrap-anywhere">
                <Meaning text={capitalized(meaning)} />.
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </PageBody>
  )
}

/** What is between backticks is text as a person types it. */
const Meaning = ({ text }: { text: string }) =>
  text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="mono text-ink">
        {part}
      </code>
    ),
  )
