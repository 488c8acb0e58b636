'use client'
import { ChevronRight, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { formatPlan, PLAN_TIERS, type PlanRow, planFault, SURFACES } from '@/lib/domain/connect/id-plan'
import { PlanIds } from './plan-ids'
import type { Draft } from './use-connect-draft'

type Props = { org: string; parts: readonly string[]; draft: Draft }

/** The ids of a whole deployment: how many surfaces each role has, and whether all of them fit. Closed until it is wanted. */
export function PlanCard({ org, parts, draft }: Props) {
  const [wasPlanned] = useState(draft.plan.length > 0)
  return (
    <Card>
      <details className="group" open={wasPlanned}>
        <summary className="touch flex cursor-pointer list-none items-center gap-1.5 px-4 py-2.5 font-medium [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-faint group-open:rotate-90" />
          Plan a whole deployment
        </summary>
        <div className="flex flex-col gap-3 px-4 pb-4">
          <p className="text-soft">
            Each replica, scheduled job, consumer and tool runner has an id of its own, so that it can be stopped by
            itself. The other parts are those of the id above.
          </p>
          <Rows draft={draft} />
          <PlanIds org={org} parts={parts} draft={draft} plan={formatPlan(draft.plan)} />
        </div>
      </details>
    </Card>
  )
}

function Rows({ draft: { plan, setPlan } }: { draft: Draft }) {
  const change = (at: number, row: PlanRow) => setPlan(plan.with(at, row))
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-1.5">
        {PLAN_TIERS.map(({ name, rows }) => (
          <Button key={name} size="small" onClick={() => setPlan(rows)}>
            {name}, {rows.reduce((sum, { count }) => sum + count, 0)} ids
          </Button>
        ))}
      </div>
      {plan.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its role is being typed
        <div key={at} className="grid grid-cols-[minmax(0,1fr)_5.5rem_auto] items-start gap-2">
          <Field
            label={at === 0 ? 'Role' : <span className="sr-only">Role {at + 1}</span>}
            className="mono"
            value={row.role}
            hint={SURFACES[row.role]}
            spellCheck={false}
            autoCapitalize="off"
            onChange={({ target }) => change(at, { ...row, role: target.value.replace(/[,*]/g, '') })}
          />
          <Field
            label={at === 0 ? 'How many' : <span className="sr-only">How many {row.role}</span>}
            type="number"
            min={0}
            max={500}
            value={row.count}
            onChange={({ target }) =>
              change(at, { ...row, count: Math.min(9_999, Math.max(0, Math.floor(Number(target.value)))) })
            }
          />
          <Button
            look="quiet"
            aria-label={`Leave out ${row.role || `row ${at + 1}`}`}
            className={at === 0 ? 'mt-6' : ''}
            onClick={() => setPlan(plan.filter((_, other) => other !== at))}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      <span>
        <Button look="quiet" size="small" onClick={() => setPlan([...plan, { role: '', count: 1 }])}>
          <Plus aria-hidden className="size-3.5" />
          Add a role
        </Button>
      </span>
      {plan.length > 0 && planFault(plan) && (
        <p role="alert" className="text-small text-stop">
          {planFault(plan)}
        </p>
      )}
    </div>
  )
}
