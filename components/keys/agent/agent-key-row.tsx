'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Isolated } from '@/components/ids/isolated'
import { Ago } from '@/components/time/ago'
import { ExactTime } from '@/components/time/exact-time'
import { Button } from '@/components/ui/button'
import { rotationHref } from '@/lib/client/api/rotation/rotation-href'
import { isolated } from '@/lib/domain/ids/isolated'
import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'
import { shownName } from './shown-name'

type Props = { org: string; agentKey: AgentKeyView; onRevoke?: () => void }

/** One agent key: its name, when it was made and last used, the way to its rotation, and the button that ends it. */
export function AgentKeyRow({ org, agentKey, onRevoke }: Props) {
  const { createdAt, lastUsedAt, validUntil } = agentKey
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">
          <Isolated text={shownName(agentKey)} />
        </p>
        <p className="flex flex-wrap gap-x-3 text-small text-soft">
          <Fact label="Made" at={createdAt} never="Made at an unknown time" />
          <Fact label="Last used" at={lastUsedAt} never="Never used" />
          {validUntil && (
            <span className="text-wait">
              Replaced; works until <ExactTime at={validUntil} />
            </span>
          )}
        </p>
      </div>
      {onRevoke && !validUntil && (agentKey.use ?? 'agent') === 'agent' && (
        <Link href={rotationHref(org, agentKey.id)} className="touch inline-flex items-center underline">
          Rotate…<span className="sr-only"> the agent key {isolated(shownName(agentKey))}</span>
        </Link>
      )}
      {onRevoke && (
        <Button size="small" onClick={onRevoke}>
          Revoke…<span className="sr-only"> the key {isolated(shownName(agentKey))}</span>
        </Button>
      )}
    </li>
  )
}

/** A time that was reported; `never` where there was none; or that this authority does not report it. */
function Fact({ label, at, never }: { label: string; at: string | null | undefined; never: string }): ReactNode {
  if (at === null) return <span>{never}</span>
  return (
    <span>
      {label} {at === undefined ? 'not reported' : <Ago at={at} />}
    </span>
  )
}
