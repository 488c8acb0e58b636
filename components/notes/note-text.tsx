import { ExternalLink } from 'lucide-react'
import { Ago } from '@/components/time/ago'
import { type Fact, Facts } from '@/components/ui/facts'
import { safeLink } from '@/lib/domain/notes/safe-link'
import type { Note } from '@/lib/domain/wire/note'
import { hostOf } from './note-words'

/** A note whole: who, what halts, what for, where to read on, and whose words these are. What was not written has no line. */
export function NoteText({ note }: { note: Note }) {
  const { owner, halts, purpose, link } = note
  const href = safeLink(link)
  const facts: Fact[] = [
    ...(owner ? [['Owner', <Written key="owner" text={owner} strong />] as Fact] : []),
    ...(halts ? [['What halts', <Written key="halts" text={halts} />] as Fact] : []),
    ...(purpose ? [['Purpose', <Written key="purpose" text={purpose} />] as Fact] : []),
    ...(href ? [['Read on', <NoteLink key="link" href={href} />] as Fact] : []),
  ]
  return (
    <div className="flex flex-col gap-1.5">
      <Facts facts={facts} />
      <Author note={note} />
    </div>
  )
}

/** What is written may be old, and the person who wrote it can be asked. */
function Author({ note: { version, changed } }: { note: Note }) {
  if (!changed) return null
  return (
    <p className="text-small text-soft">
      {version === 1 ? 'Written' : 'Last changed'} by <bdi>{changed.by.name}</bdi>, <Ago at={changed.at} />
    </p>
  )
}

/** Text of another person: its direction is its own, and nothing around it turns. */
const Written = ({ text, strong = false }: { text: string; strong?: boolean }) => (
  <bdi dir="auto" className={`block text-left whitespace-pre-line wrap-anywhere ${strong ? 'font-medium' : ''}`}>
    {text}
  </bdi>
)

/** Leads out of the console, and so says where to. The other site learns nothing of this one. */
const NoteLink = ({ href }: { href: string }) => (
  <a
    href={href}
    target="_blank"
    rel="noreferrer noopener"
    dir="ltr"
    title={href}
    className="underline underline-offset-2 wrap-anywhere pointer-coarse:py-3"
  >
    <bdi>{hostOf(href)}</bdi>
    <ExternalLink aria-hidden className="ml-1.5 inline size-3.5 align-[-2px]" />
    <span className="sr-only"> (opens in a new tab)</span>
  </a>
)
