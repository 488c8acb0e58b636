'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, OctagonAlert } from 'lucide-react'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { useOrgSlug } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { type Fact, Facts } from '@/components/ui/facts'
import { PageBody } from '@/components/ui/page-body'
import { Pill, TONE_CLASS } from '@/components/ui/pill'
import { Skeleton } from '@/components/ui/skeleton'
import { recordStatusQuery } from '@/lib/client/api/record-queries'
import type { RecordStatus } from '@/lib/domain/wire/activity'
import { RecordExports } from './record-exports'
import { RecordVerify } from './record-verify'
import { alarmsOf, recordState } from './record-words'

const ICON = { ok: CircleCheck, wait: CircleDashed, stop: OctagonAlert, off: CircleSlash } as const

/** What proves the record: its anchors, its key, what weakens the proof; and a verification on the spot. */
export function RecordPage() {
  const org = useOrgSlug()
  const { data, error, isPending, refetch } = useQuery(recordStatusQuery(org))
  return (
    <PageBody title="The record">
      <Link
        href={`/${org}/activity`}
        prefetch={false}
        className="order-first self-start text-small text-soft underline underline-offset-2 pointer-coarse:py-2"
      >
        Activity
      </Link>
      <p className="max-w-[72ch] text-soft">
        Every act is written together with the event that records it. Each event carries the hash of the one before;
        within a minute, the last ones are signed and put away as an anchor. A change of an anchored event is found.
      </p>
      {error && data && <OldDataNote error={error} />}
      {isPending && <Skeleton rows={8} label="Loading the record" />}
      {error && !data && <FailureNotice what="The state of the record" error={error} retry={refetch} />}
      {data && (
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_380px]">
          <div className="flex min-w-0 flex-col gap-3">
            <RecordState status={data} />
            <LastHead head={data.head} />
          </div>
          <div className="flex min-w-0 flex-col gap-3">
            <RecordVerify org={org} />
            <RecordExports org={org} />
          </div>
        </div>
      )}
    </PageBody>
  )
}

/** What a person keeps elsewhere: without it, no check finds that the record and its anchors were cut off together. */
function LastHead({ head }: { head: string }) {
  return (
    <Card title="Last head" aside={<CopyButton text={head} label="Copy the last head" />}>
      <div className="flex flex-col gap-2 px-4 pb-4">
        <p className="text-soft">
          Where the record ends now. Keep it outside this machine, in a ticket or a mail: a later verification with it
          shows whether anything was cut off or replaced since, anchors and all. Every exported record ends with one.
        </p>
        <code className="whole-id rounded-box bg-hover px-3 py-2">{head}</code>
      </div>
    </Card>
  )
}

function RecordState({ status }: { status: RecordStatus }) {
  const { tone, text } = recordState(status)
  return (
    <>
      {alarmsOf(status).map((alarm) => (
        <div
          key={alarm.lines[0]}
          role="alert"
          className={`flex gap-2.5 rounded-box px-4 py-3 ${TONE_CLASS[alarm.tone]}`}
        >
          <OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={2.25} />
          <div className="flex min-w-0 flex-col gap-0.5 wrap-anywhere">
            {alarm.lines.map((line, at) => (
              <p key={line} className={at === 0 ? 'font-medium' : ''}>
                {line}
              </p>
            ))}
          </div>
        </div>
      ))}
      <Card
        title="Anchors"
        aside={
          <Pill tone={tone} icon={ICON[tone]}>
            {text}
          </Pill>
        }
      >
        <div className="flex flex-col gap-4 px-4 pb-4">
          <Facts facts={factsOf(status)} />
          {status.warnings.map((warning) => (
            <p key={warning} className="flex gap-2 rounded-box bg-wait-bg px-3 py-2 text-wait wrap-anywhere">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={2.25} />
              {warning}
            </p>
          ))}
        </div>
      </Card>
    </>
  )
}

function factsOf({ events, lastAt, notAnchored, target, key }: RecordStatus): Fact[] {
  return [
    ['Events', `${events.toLocaleString('en')} in the whole console`],
    [
      'Last anchor',
      lastAt ? (
        <span key="last" className="inline-flex flex-wrap gap-x-2">
          <Ago at={lastAt} />
          <span className="text-soft">
            <ExactTime at={lastAt} />
          </span>
        </span>
      ) : (
        'none yet'
      ),
    ],
    ['Not yet anchored', notAnchored === 0 ? 'none' : notAnchored.toLocaleString('en')],
    [
      'Anchors go to',
      <span key="target" className="whole-id">
        {target}
      </span>,
    ],
    [
      'Signed with',
      key ? (
        <span key="key" className="whole-id">
          {key}
        </span>
      ) : (
        'no key'
      ),
    ],
  ]
}
