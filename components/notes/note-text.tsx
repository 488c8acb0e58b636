import { ExternalLink } from 'lucide-react'
import { type Fact, Facts } from '@/components/ui/facts'
import { safeLink } from '@/lib/domain/notes/safe-link'
import type { Note } from '@/lib/domain/wire/note'
import { hostOf } from './note-words'

/** A note whole: who, what halts, what for, and where to read on. What was not written has no line. */
export function NoteText({ note: { owner, halts, purpose, link } }: { note: Note }) {
  const href = safeLink(link)
  const facts: Fact[] = [
    ...(owner ? [['Owner', <Written key="owner" text={owner} strong />] as Fact] : []),
    ...(halts ? [['What halts', <Written key="halts" text={halts} />] as Fact] : []),
    ...(purpose ? [['Purpose', <Written key="purpose" text={purpose} />] as Fact] : []),
    ...(href ? [['Read on', <NoteLink key="link" href={href} />] as Fact] : []),
  ]
  return <Facts facts={facts} />
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
