'use client'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { Isolated } from '@/components/ids/isolated'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { agentKeysQuery } from '@/lib/client/api/connect/agent-key-queries'
import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'

type Props = { org: string; chosen: ChosenKey | null; onChoose: (key: ChosenKey) => void; title: string }

/** Which key: the org key, or one of the agent keys that work. A key that was replaced already runs out by itself. */
export function KeyChoice({ org, chosen, onChoose, title }: Props) {
  const name = useId()
  const { data, error, refetch } = useQuery(agentKeysQuery(org))
  const keys = data?.offered
    ? data.keys.filter(({ validUntil, use }) => !validUntil && (use ?? 'agent') === 'agent')
    : []
  return (
    <Card title={title}>
      {error && !data && <FailureNotice what="The keys" error={error} retry={refetch} />}
      {!error && !data && <Skeleton rows={3} label="Loading the keys" />}
      {data && (
        <fieldset className="divide-y border-t">
          <legend className="sr-only">Which key</legend>
          {keys.map((key) => (
            <KeyOption
              key={key.id}
              group={name}
              isChosen={chosen?.keyId === key.id}
              onChoose={() => onChoose({ kind: 'agent', keyId: key.id })}
            >
              <span className="font-medium wrap-anywhere">
                Agent key “<Isolated text={key.name ?? key.id} />”
              </span>
              <LastUse agentKey={key} />
            </KeyOption>
          ))}
          <KeyOption
            group={name}
            isChosen={chosen?.kind === 'org'}
            onChoose={() => onChoose({ kind: 'org', keyId: null })}
          >
            <span className="font-medium">Org key</span>
            <span className="text-small text-soft">
              {data.offered
                ? 'The console acts with it. It can lift a stop.'
                : `Every agent of this org and the console use it: ${data.authority} has no agent keys.`}
            </span>
          </KeyOption>
        </fieldset>
      )}
    </Card>
  )
}

const LastUse = ({ agentKey: { lastUsedAt } }: { agentKey: AgentKeyView }) => (
  <span className="text-small text-soft">
    {lastUsedAt ? (
      <>
        Last used <Ago at={lastUsedAt} still />
      </>
    ) : (
      'Never used'
    )}
  </span>
)

type OptionProps = { group: string; isChosen: boolean; onChoose: () => void; children: React.ReactNode }

function KeyOption({ group, isChosen, onChoose, children }: OptionProps) {
  return (
    <label className="touch flex cursor-pointer items-center gap-3 px-4 py-2.5 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus">
      <input type="radio" name={group} checked={isChosen} onChange={onChoose} className="size-4 shrink-0 accent-ink" />
      <span className="flex min-w-0 flex-col">{children}</span>
    </label>
  )
}
