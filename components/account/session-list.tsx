'use client'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { useAccountAct } from '@/lib/client/api/account/account-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import type { SessionView } from '@/lib/domain/wire/account'

/** Where the person is signed in. Ending a session needs no second press: its browser signs in again. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  const act = useAccountAct()
  const others = sessions.filter(({ isThis }) => !isThis)
  const press = async (what: { act: 'end'; session: string } | { act: 'end-others' }) => {
    const done = await act.mutateAsync(what).catch(() => null)
    if (!done) return
    const title = done.ended === 1 ? '1 session ended' : `${done.ended} sessions ended`
    showToast({ tone: 'ok', title, lastsMs: 4_000 })
  }
  return (
    <Card title={sessions.length === 1 ? '1 session' : `${sessions.length} sessions`}>
      <ul aria-label="Sessions" className="divide-y border-t">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-x-4 px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="font-medium wrap-anywhere">
                {session.device}
                {session.isThis && <span className="font-normal text-soft"> (this session)</span>}
              </p>
              <p className="text-small wrap-anywhere text-soft">
                {session.address ?? 'Address not known'} · signed in <Ago at={session.signedInAt} /> · used{' '}
                <Ago at={session.lastUsedAt} />
                {session.isIdle && ' · can only stop'}
              </p>
            </div>
            {!session.isThis && (
              <Button
                aria-label={`End the session ${session.device}`}
                disabled={act.isPending}
                onClick={() => press({ act: 'end', session: session.id })}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {act.error && (
        <p role="alert" className="border-t px-4 py-3 text-stop">
          {errorDetail(act.error)}
        </p>
      )}
      {others.length > 0 && (
        <div className="border-t px-4 py-3">
          <Button look="danger" disabled={act.isPending} onClick={() => press({ act: 'end-others' })}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </Card>
  )
}
