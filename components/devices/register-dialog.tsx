'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { operationToast } from '@/components/feedback/operation-toast'
import { IdList, IdText } from '@/components/ids/id-text'
import { useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { AreaField } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { devices, number, outcomeSentence } from '@/components/words/operation-words'
import { operationItemsQuery } from '@/lib/client/api/operation-queries'
import { useAct } from '@/lib/client/api/use-act'
import { showToast } from '@/lib/client/state/toasts'
import type { Operation } from '@/lib/domain/operation'
import { readIdLines } from './read-id-lines'

const SHOWN_MAX = 5

/** Registers ids, one a line. Each id that is refused, here or by the authority, is named. */
export function RegisterDialog({ org, onClose }: { org: string; onClose: () => void }) {
  const act = useAct(org)
  const [text, setText] = useState('')
  const { ids, trimmed, problem } = readIdLines(text)
  const guard = useGuard(ids.length > 1)
  const cap = useOrgState().data?.cap
  const over = typeof cap?.remaining === 'number' ? ids.length - Math.max(0, cap.remaining) : 0
  const register = async () => {
    const operation = await guard
      .run((reason) => act.mutateAsync({ kind: 'register', target: { ids }, reason }))
      .catch(() => null)
    if (!operation) return
    showToast(operationToast(operation))
    if (operation.outcomes.refused + operation.outcomes.failed === 0) onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      title="Register devices"
      about="An agent registers by itself when it starts; this takes the slot before. Registering grants nothing while the org is stopped."
      footer={
        <>
          <Button size="big" onClick={onClose}>
            {act.data ? 'Close' : 'Cancel'}
          </Button>
          <Button
            look="strong"
            size="big"
            disabled={ids.length === 0 || problem !== null || !guard.ready || act.isPending}
            onClick={register}
          >
            {act.isPending ? 'Registering…' : `Register ${devices(ids.length)}`}
          </Button>
        </>
      }
    >
      <AreaField
        label="Device ids, one a line"
        rows={6}
        className="mono"
        spellCheck={false}
        autoCapitalize="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={problem}
        hint="For example crewai:prod:runner:11"
      />
      {trimmed.length > 0 && <Trimmed ids={trimmed} />}
      {over > 0 && (
        <p role="status" className="rounded-box bg-wait-bg px-3 py-2 text-wait">
          Up to {devices(over)} will not fit under the cap{typeof cap?.limit === 'number' && ` of ${number(cap.limit)}`}{' '}
          and will be refused. Those that are registered already take no place.
        </p>
      )}
      <GuardFields guard={guard} error={act.error} />
      {act.data && <Refused operation={act.data} />}
    </Modal>
  )
}

/** Said before they are sent: another id is another device. */
function Trimmed({ ids }: { ids: readonly string[] }) {
  return (
    <p role="status" className="rounded-box bg-wait-bg px-3 py-2 text-wait">
      No register keeps the white space at the ends of a line. Registered will be:{' '}
      <IdList ids={ids.slice(0, SHOWN_MAX)} />
      {ids.length > SHOWN_MAX && ` and ${number(ids.length - SHOWN_MAX)} more`}
    </p>
  )
}

function Refused({ operation }: { operation: Operation }) {
  const { data } = useInfiniteQuery(operationItemsQuery(operation.org, operation.id, {}))
  const refused =
    data?.pages.flatMap((page) => page.items).filter(({ outcome }) => outcome !== 'done' && outcome !== 'skipped') ?? []
  return (
    <div role="status" className="flex flex-col gap-1">
      <p className="font-medium">{outcomeSentence('register', operation.outcomes)}</p>
      <ul className="flex flex-col gap-1">
        {refused.map((item) => (
          <li key={item.deviceId}>
            <IdText id={item.deviceId} /> <span className="text-wait">{item.message ?? item.code ?? item.outcome}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
