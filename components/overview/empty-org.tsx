import { OctagonX, Radio, ScrollText } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { may } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { CopyButton } from '@/components/ui/copy-button'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { agentLines } from './agent-lines'

/** An org without a device: the three steps to the first one that can be stopped. */
export function EmptyOrg({ state }: { state: OrgState }) {
  const { org, authority } = state
  const lines = agentLines(state)
  return (
    <Card title="No device is registered yet">
      <ol className="flex flex-col">
        <Step icon={ScrollText} title="1. Register an agent">
          <p className="text-soft">
            {authority.kind === 'embedded' ? (
              <>
                With the agent key and the address that <Command line="npm run up" /> printed:
              </>
            ) : (
              'With the key that this org gives to its agents:'
            )}
          </p>
          <div className="rounded-box border bg-bg">
            <div className="flex items-center justify-between border-b py-0.5 pr-1 pl-3 text-small text-soft">
              Python
              <CopyButton text={lines} label="Copy the lines" />
            </div>
            <ScrollRegion label="Lines of an agent" className="overflow-x-auto">
              <pre className="mono p-3">{lines}</pre>
            </ScrollRegion>
          </div>
          <p className="text-small text-soft">
            {authority.kind === 'embedded' && (
              <>
                No agent at hand? <Command line={`npm run fleet -- --count 25 --base-url ${authority.url}`} /> starts a
                fleet of 25.{' '}
              </>
            )}
            {may(state, 'resume') && (
              <>
                Or{' '}
                <Link
                  href={`/${org.slug}/devices`}
                  prefetch={false}
                  className="underline underline-offset-2 pointer-coarse:py-2.5"
                >
                  register an id here
                </Link>{' '}
                before its agent starts.
              </>
            )}
          </p>
        </Step>
        <Step icon={Radio} title="2. See it here">
          <p className="text-soft">
            This page shows it after the next reading, with no reload: allowed to work, then running from its first
            validate on.
          </p>
        </Step>
        <Step icon={OctagonX} title="3. Stop it">
          <p className="text-soft">
            {may(state, 'stop')
              ? `Press “Stop ${org.slug}”: the agent is denied at its next validate, and this page says when it was. “Resume…” lets it work again.`
              : `Stopping needs the role ${lowestRole('stop')}; yours is ${state.role}.`}
          </p>
        </Step>
      </ol>
    </Card>
  )
}

function Step({ icon: Icon, title, children }: { icon: typeof Radio; title: string; children: ReactNode }) {
  return (
    <li className="flex gap-3 border-t px-4 py-3.5">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3>{title}</h3>
        {children}
      </div>
    </li>
  )
}
