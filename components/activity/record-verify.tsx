'use client'
import { useState } from 'react'
import { may, useOrgState } from '@/components/org/use-org'
import { ExactTime } from '@/components/time/exact-time'
import { WithTimes } from '@/components/time/with-times'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { AreaField } from '@/components/ui/field'
import { TONE_CLASS } from '@/components/ui/pill'
import { errorDetail } from '@/lib/client/api/error-detail'
import { verifyRecord } from '@/lib/client/api/record-queries'
import { useMutation } from '@/lib/client/api/use-mutation'
import { useNow } from '@/lib/client/state/use-now'
import { lowestRole } from '@/lib/domain/policy'
import type { RecordVerdict } from '@/lib/domain/record-verdict'
import { verdictWords } from './record-words'

/** Compares every event with its chain and its anchors, and the rows with the record, now. */
export function RecordVerify({ org }: { org: string }) {
  const { data: state } = useOrgState()
  const now = useNow()
  const [head, setHead] = useState('')
  const verify = useMutation({
    mutationFn: async () => ({ verdict: await verifyRecord(org, head.trim()), at: new Date(now).toISOString() }),
  })
  const allowed = may(state, 'administer')
  return (
    <Card title="Verify">
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-soft">
          Reads every event and compares it with its chain and every anchor, and operations, outcomes and holds with the
          record. The same works offline on a copy, without this console: <Command line="npm run audit:verify" />
        </p>
        {state && !allowed ? (
          <p className="text-small text-soft">
            Verifying here needs the role {lowestRole('administer')}; yours is {state.role}.
          </p>
        ) : (
          <>
            <AreaField
              label="A head that you kept"
              hint="Optional. Without it nothing shows that the record was not cut off at its end."
              value={head}
              onChange={(event) => setHead(event.target.value)}
              rows={4}
              className="mono"
              spellCheck={false}
              autoCapitalize="off"
            />
            <Button className="self-start" disabled={!allowed || verify.isPending} onClick={() => verify.mutate()}>
              {verify.isPending ? 'Verifying…' : verify.data ? 'Verify again' : 'Verify now'}
            </Button>
          </>
        )}
        {verify.error && (
          <p role="alert" className="text-stop">
            {errorDetail(verify.error)}
          </p>
        )}
        <div role="status">{verify.data && !verify.isPending && <Verdict {...verify.data} />}</div>
      </div>
    </Card>
  )
}

function Verdict({ verdict, at }: { verdict: RecordVerdict; at: string }) {
  const { tone, title, lines } = verdictWords(verdict)
  return (
    <div className={`flex flex-col gap-0.5 rounded-box px-3 py-2.5 wrap-anywhere ${TONE_CLASS[tone]}`}>
      <p className="font-medium">{title}</p>
      {lines.map((line) => (
        <p key={line}>
          <WithTimes text={line} />
        </p>
      ))}
      <p className="text-small">
        {verdict.anchoredAt && (
          <>
            Anchored up to <ExactTime at={verdict.anchoredAt} />.{' '}
          </>
        )}
        Asked <ExactTime at={at} />.
      </p>
    </div>
  )
}
