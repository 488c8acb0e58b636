'use client'
import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { Skeleton } from '@/components/ui/skeleton'
import { diagnosisQuery } from '@/lib/client/api/device-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import type { Diagnosis } from '@/lib/domain/diagnosis/check'
import { CheckList } from './check-list'

type Question = 'denied' | 'running'

const QUESTIONS: readonly [Question, string][] = [
  ['denied', 'Why is it denied?'],
  ['running', 'Why is it still running?'],
]

/** The two questions about one device; nothing is read before one of them is opened. @param initial the one that is open. */
export function DeviceDiagnosis({ org, id, initial = null }: { org: string; id: string; initial?: Question | null }) {
  const [open, setOpen] = useState<Question | null>(initial)
  return (
    <section aria-label="Diagnosis" className="flex flex-col divide-y rounded-box border">
      {QUESTIONS.map(([question, text]) => (
        <div key={question}>
          <h3>
            <button
              type="button"
              aria-expanded={open === question}
              className="flex min-h-[40px] w-full items-center gap-1.5 px-3 py-2 text-left font-medium pointer-coarse:min-h-[44px]"
              onClick={() => setOpen(open === question ? null : question)}
            >
              <ChevronRight
                aria-hidden
                className={`size-4 shrink-0 text-faint ${open === question ? 'rotate-90' : ''}`}
              />
              {text}
            </button>
          </h3>
          {open === question && <Answer org={org} id={id} question={question} />}
        </div>
      ))}
    </section>
  )
}

function Answer({ org, id, question }: { org: string; id: string; question: Question }) {
  const { data, error, isPending, refetch } = useQuery(diagnosisQuery(org, id))
  if (isPending) return <Skeleton rows={3} label="Looking for the cause" />
  return (
    <div className="flex flex-col gap-2 px-3 pb-3" aria-live="polite">
      {error && data && <OldDataNote error={error} />}
      {error && !data && (
        <p role="alert" className="text-wait">
          {errorDetail(error)}{' '}
          <button type="button" className="touch underline underline-offset-2" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      {data && (
        <CheckList
          org={org}
          id={id}
          checks={question === 'denied' ? data.whyDenied : data.whyRunning}
          none={noCause(data, question)}
        />
      )}
    </div>
  )
}

/** What is said if no check is a cause. */
function noCause({ isDenied }: Diagnosis, question: Question): string {
  if (question === 'denied')
    return isDenied === null
      ? 'Nothing that was read denies it, and not everything was read.'
      : 'Nothing that was read denies it.'
  return 'Nothing that was read shows that it still works.'
}
