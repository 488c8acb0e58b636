import Link from 'next/link'
import { WordHelp } from '@/components/glossary/word-help'
import { stopInForce } from '@/components/org/org-stopped'
import { ORG_TONE } from '@/components/org/org-tone'
import { StopEvidence } from '@/components/stop/stop-evidence'
import { Ago } from '@/components/time/ago'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { TONE_CLASS } from '@/components/ui/pill'
import type { GlossaryWord } from '@/components/words/glossary'
import { number } from '@/components/words/operation-words'
import { orgStateWords } from '@/components/words/org-state-words'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** The state of the org in one unmistakable line, with its age and its authority, and the numbers around it. */
export function ExecutionCard({ state }: { state: OrgState }) {
  const words = orgStateWords(state)
  const { tone, icon: Icon } = ORG_TONE[words.tone]
  const { reading, authority, orgStop } = state
  const inForce = stopInForce(state)
  return (
    <Card>
      <div className="flex flex-col gap-4 p-4">
        <div className="flex items-start gap-3">
          <span className={`inline-flex size-10 shrink-0 items-center justify-center rounded-full ${TONE_CLASS[tone]}`}>
            <Icon aria-hidden className="size-5" strokeWidth={2.25} />
          </span>
          <div className="min-w-0">
            <p className={`text-title leading-tight font-[650] tracking-tight ${tone === 'stop' ? 'text-stop' : ''}`}>
              {words.headline}
            </p>
            <p className="text-soft">
              {inForce ? (
                <>
                  by <bdi>{inForce.by.name}</bdi>
                </>
              ) : (
                words.detail
              )}{' '}
              ·{' '}
              {reading.readAt ? (
                <>
                  read <Ago at={reading.readAt} />
                </>
              ) : (
                'not read yet'
              )}{' '}
              from {authority.name}
            </p>
            {orgStop && (
              <p className="text-soft wrap-anywhere">
                {orgStop.acceptedAt ? (
                  <>
                    Accepted <ExactTime at={orgStop.acceptedAt} clock />, <Ago at={orgStop.acceptedAt} />
                  </>
                ) : (
                  <>
                    Asked <Ago at={orgStop.requestedAt} />
                  </>
                )}
                {orgStop.total > 0 &&
                  ' · each active device revoked and held, since this authority has no stop of an org'}
                {orgStop.reason && (
                  <>
                    {' '}
                    · “<bdi>{orgStop.reason}</bdi>”
                  </>
                )}{' '}
                ·{' '}
                <Link
                  href={`/${state.org.slug}/operations/${orgStop.operationId}`}
                  prefetch={false}
                  className="underline underline-offset-2 pointer-coarse:py-2.5"
                >
                  the operation
                </Link>
              </p>
            )}
          </div>
        </div>
        {orgStop?.acceptedAt && <StopEvidence counts={orgStop.counts} />}
        <Numbers state={state} />
      </div>
    </Card>
  )
}

function Numbers({ state }: { state: OrgState }) {
  const { counts, cap, org } = state
  const to = (q: string) => `/${org.slug}/devices?q=${encodeURIComponent(q)}`
  const cells: { name: string; value: number | null | undefined; href?: string; word?: GlossaryWord }[] = [
    { name: 'Allowed to work', value: counts?.allowed, word: 'allowed to work' },
    { name: 'Running', value: counts?.running, word: 'running' },
    { name: 'Active', value: counts?.active, href: to('status:active'), word: 'active' },
    { name: 'Revoked', value: counts?.revoked, href: to('status:revoked') },
    { name: 'Cap', value: cap?.limit, word: 'cap' },
    { name: 'Remaining', value: cap?.remaining },
  ]
  return (
    <dl className="flex flex-wrap gap-px overflow-hidden rounded-box border bg-line">
      {cells.map(({ name, value, href, word }) => (
        <div key={name} className="flex grow basis-26 flex-col-reverse justify-end bg-panel px-3 py-2">
          <dt className="text-small text-soft">
            {name} {word && <WordHelp words={[word]} />}
          </dt>
          <dd className="text-title leading-7 font-semibold">
            {value === undefined || value === null ? (
              <span className="text-base font-normal text-faint">{value === null ? 'none' : 'unknown'}</span>
            ) : (
              <Value value={value} href={href} name={name} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value, href, name }: { value: number; href?: string; name: string }) {
  if (!href) return number(value)
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={`${name}: ${number(value)}. Show them`}
      className="underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
    >
      {number(value)}
    </Link>
  )
}
