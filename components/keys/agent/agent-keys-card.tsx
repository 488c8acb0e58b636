'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { WordHelp } from '@/components/glossary/word-help'
import { may, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { agentKeysQuery } from '@/lib/client/api/connect/agent-key-queries'
import { authorityAtStart } from '@/lib/domain/authority-name'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import { lowestRole } from '@/lib/domain/policy'
import type { AgentKeyList, AgentKeyView } from '@/lib/domain/wire/agent-keys'
import { AgentKeyRow } from './agent-key-row'
import { KEY_USE_WORDS } from './key-use-words'
import { NewKeyDialog } from './new-key-dialog'
import { RevokeKeyDialog } from './revoke-key-dialog'
import { WrongKeys } from './wrong-keys'

type Opened = 'new' | AgentKeyView | null

/** The keys of an org for one use: which there are, when each was last used, a new one, and the end of one. */
export function AgentKeysCard({ org, use = 'agent' }: { org: string; use?: AgentKeyUse }) {
  const words = KEY_USE_WORDS[use]
  const { data: state } = useOrgState()
  const maySee = may(state, 'see-keys')
  const mayChange = may(state, 'administer')
  const { data, error, refetch } = useQuery({ ...agentKeysQuery(org), enabled: maySee })
  const [opened, setOpened] = useState<Opened>(null)
  const add = <Button onClick={() => setOpened('new')}>{words.newTitle}</Button>
  const close = () => setOpened(null)
  return (
    <Card
      title={words.many}
      help={<WordHelp words={[use === 'agent' ? 'agent key, org key' : 'enrolment key']} />}
      aside={mayChange && data?.offered && keysFor(data.keys, use).length > 0 && add}
    >
      {state && !maySee && (
        <p className="px-4 pb-4 text-soft">
          The list of these keys needs the role {lowestRole('see-keys')}; yours is {state.role}. An admin of this org
          can give you a key.
        </p>
      )}
      {(!state || (maySee && !data && !error)) && <Skeleton rows={2} label={`Loading the ${words.one}s`} />}
      {error && !data && <FailureNotice what={`The ${words.one}s`} error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} className="px-4 pb-2" />}
      {maySee && data && <Keys org={org} list={data} use={use} mayChange={mayChange} onRevoke={setOpened} add={add} />}
      {use === 'agent' && mayChange && data?.offered && <WrongKeys org={org} />}
      {opened === 'new' && <NewKeyDialog org={org} use={use} onClose={close} />}
      {opened !== null && opened !== 'new' && <RevokeKeyDialog org={org} agentKey={opened} use={use} onClose={close} />}
    </Card>
  )
}

/** An authority that reports no use has keys for the work of agents alone. */
const keysFor = (keys: readonly AgentKeyView[], use: AgentKeyUse) => keys.filter((key) => (key.use ?? 'agent') === use)

type KeysProps = {
  org: string
  use: AgentKeyUse
  list: AgentKeyList
  mayChange: boolean
  onRevoke: (key: AgentKeyView) => void
  add: React.ReactNode
}

function Keys({ org, list, use, mayChange, onRevoke, add }: KeysProps) {
  const words = KEY_USE_WORDS[use]
  if (!list.offered) {
    return (
      <p className="px-4 pb-4 text-soft">
        {authorityAtStart(list.authority)} does not offer agent keys. Agents use its org key, which can lift a stop;
        make and replace it where you got it.
      </p>
    )
  }
  const keys = keysFor(list.keys, use)
  if (keys.length === 0) {
    return (
      <Notice title={`No ${words.one}s`} action={mayChange && add}>
        {words.none} {mayChange ? words.noneMay : 'An admin can make one.'}
      </Notice>
    )
  }
  return (
    <>
      <ul aria-label={words.many} className="divide-y border-t">
        {keys.map((key) => (
          <AgentKeyRow key={key.id} org={org} agentKey={key} onRevoke={mayChange ? () => onRevoke(key) : undefined} />
        ))}
      </ul>
      {!mayChange && (
        <p className="border-t px-4 py-2 text-small text-soft">
          Making and revoking a key needs the role {lowestRole('administer')}.
        </p>
      )}
    </>
  )
}
