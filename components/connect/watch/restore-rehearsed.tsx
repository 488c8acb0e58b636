'use client'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { may, useOrgState } from '@/components/org/use-org'
import { Button, type ButtonLook } from '@/components/ui/button'
import { useAct } from '@/lib/client/api/use-act'
import { lowestRole } from '@/lib/domain/policy'

type Props = { org: string; operationId: string; look?: ButtonLook; onRestored?: () => void }

/** Takes a rehearsal back. The reason and the password are asked for where the server wants them: of another person's, or of several in a row. */
export function RestoreRehearsed({ org, operationId, look, onRestored }: Props) {
  const { data: state } = useOrgState()
  const act = useAct(org)
  const guard = useGuard(false)
  if (!may(state, 'resume')) return <p>Restoring it needs the role {lowestRole('resume')}.</p>
  const restore = async () => {
    const undo = (reason: string | undefined) => act.mutateAsync({ kind: 'restore', undoes: operationId, reason })
    // What went wrong is shown by the fields.
    const operation = await guard.run(undo).catch(() => null)
    if (operation) onRestored?.()
  }
  return (
    <div className="flex max-w-[58ch] flex-col items-start gap-2">
      <GuardFields guard={guard} error={act.error} />
      <Button look={look} disabled={act.isPending || !guard.ready} onClick={restore}>
        {act.isPending ? 'Restoring…' : 'Restore'}
      </Button>
    </div>
  )
}
