import type { ReactNode } from 'react'
import { WordHelp } from '@/components/glossary/word-help'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { KEY_NAME } from '@/lib/domain/connect/frameworks'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** Where the key of the agents is kept. No key is shown here, and none is in what is copied below. */
export function KeyCard({ state: { authority } }: { state: OrgState }) {
  return (
    <Card title="4. The key" help={<WordHelp words={['agent key, org key']} />}>
      <div className="flex flex-col gap-2 px-4 pb-4">
        <p>
          The agent finds it in its environment as <Command line={KEY_NAME} />. Nothing on this page holds it.
        </p>
        <p className="text-soft">{PLACES[authority.kind]}</p>
        <p className="text-small text-soft">
          It asks at <span className="mono wrap-anywhere text-ink">{authority.url}</span>
          {LOOPBACK.test(authority.url) &&
            ', which is this machine: an agent elsewhere needs an address that reaches it'}
          .
        </p>
      </div>
    </Card>
  )
}

const LOOPBACK = /^https?:\/\/(127\.|localhost|\[::1\])/

const PLACES: Record<OrgState['authority']['kind'], ReactNode> = {
  embedded: (
    <>
      The agent key is where the console was started, in <Command line=".env.local" /> as{' '}
      <Command line="AUTHORITY_AGENT_KEY" />, or in the file that <Command line="AUTHORITY_AGENT_KEY_FILE" /> names. It
      registers and validates; it can lift no stop.
    </>
  ),
  machineid: (
    <>
      The key is in the dashboard of machineid.io, and begins with <Command line="org_" />. It can revoke and restore
      too: an agent that has it could lift its own stop, so keep it where its tools cannot read it.
    </>
  ),
  other: 'It is kept with this authority. The console knows its own key alone, and gives that to no agent.',
}
