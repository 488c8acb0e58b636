import { OctagonX, Plug, Radio } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { FleetHint } from '@/components/org/fleet-hint'
import { may } from '@/components/org/use-org'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { isolatedText } from '@/lib/domain/ids/isolated'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** An org without a device: the three steps to the first one that can be stopped. */
export function EmptyOrg({ state }: { state: OrgState }) {
  const { org, authority } = state
  return (
    <Card title="No device is registered yet">
      <ol className="flex flex-col">
        <Step icon={Plug} title="1. Connect an agent">
          <p className="text-soft">
            Choose its framework, its id and where it asks: one page has the files, the variables and the commands.
          </p>
          <p>
            <Link href={`/${org.slug}/connect`} prefetch={false} className={buttonClass('strong')}>
              Connect an agent
            </Link>
          </p>
          <p className="text-small text-soft">
            {authority.kind === 'embedded' && (
              <>
                <FleetHint baseUrl={authority.url} />{' '}
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
              ? `Press “Stop ${isolatedText(org.name)}”: the agent is denied at its next validate, and this page says when it was. “Resume…” lets it work again.`
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
