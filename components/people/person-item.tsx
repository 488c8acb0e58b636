'use client'
import { Ban, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Ago } from '@/components/time/ago'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { Pill } from '@/components/ui/pill'
import type { PersonRow } from '@/lib/domain/wire/people'
import { AccountDialog } from './account-dialog'
import { type AccountAct, accountActs } from './account-words'
import { RoleDialog } from './role-dialog'

/** One person: role, whether the account works, when it was last used, and what can be done about it. */
export function PersonItem({ org, person }: { org: string; person: PersonRow }) {
  const [opened, setOpened] = useState<'role' | AccountAct | null>(null)
  const close = () => setOpened(null)
  const entries = [
    { text: 'Change the role…', run: () => setOpened('role') },
    ...accountActs(person).map(({ act, text, danger }) => ({ text, danger, run: () => setOpened(act) })),
  ]
  return (
    <li className="flex items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="grid min-w-0 flex-1 gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1.4fr)] sm:items-center">
        <div className="min-w-0">
          <p className="font-medium wrap-anywhere">
            <bdi>{person.name}</bdi>
            {person.isYou && <span className="font-normal text-soft"> (you)</span>}
          </p>
          {person.email !== person.name && <p className="text-small wrap-anywhere text-soft">{person.email}</p>}
        </div>
        <p className="flex flex-wrap items-center gap-x-2">
          {person.role}
          {person.deploymentAdmin && <span className="text-small text-soft">deployment admin</span>}
        </p>
        <p className="text-small text-soft">
          {person.disabledAt ? (
            <Pill tone="off" icon={Ban}>
              Disabled
            </Pill>
          ) : person.lastSeenAt ? (
            <>
              {person.sessions === 1 ? '1 session' : `${person.sessions} sessions`}, used <Ago at={person.lastSeenAt} />
            </>
          ) : (
            'Not signed in'
          )}
        </p>
      </div>
      <LazyMenu label={`What to do about ${person.name}`} look="quiet" entries={entries}>
        <Ellipsis aria-hidden className="size-5" />
        <span className="sr-only">What to do about {person.name}</span>
      </LazyMenu>
      {opened === 'role' && <RoleDialog org={org} person={person} onClose={close} />}
      {opened !== null && opened !== 'role' && <AccountDialog org={org} person={person} act={opened} onClose={close} />}
    </li>
  )
}
