'use client'
import { useState } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { may, useOrgState } from '@/components/org/use-org'
import { Button, type ButtonLook } from '@/components/ui/button'
import { useAct } from '@/lib/client/api/use-act'
import { lowestRole } from '@/lib/domain/policy'
import { STILL_STOPPED } from '@/lib/domain/wire/rehearsals'

type Props = {
  org: string
  operationId: string
  /** The whole org was stopped, not one device. */
  ofOrg?: boolean
  look?: ButtonLook
  /** @param stays why the org stays stopped all the same; null: it works again. */
  onRestored?: (stays: string | null) => void
}

/**
 * Takes a rehearsal back. The reason and the password are asked for where the server wants them: of an org, of another person's, or of
 * several in a row.
 */
export function RestoreRehearsed({ org, operationId, ofOrg = false, look, onRestored }: Props) {
  const { data: state } = useOrgState()
  const act = useAct(org)
  const guard = useGuard(ofOrg)
  const [stays, setStays] = useState<string | null>(null)
  if (!may(state, 'resume')) return <p>Ending it needs the role {lowestRole('resume')}.</p>
  const restore = async () => {
    const undo = (reason: string | undefined) =>
      act.mutateAsync({ kind: ofOrg ? 'enable' : 'restore', undoes: operationId, reason })
    // What went wrong is shown by the fields.
    const operation = await guard.run(undo).catch(() => null)
    if (!operation) return
    const { error } = operation
    setStays(error?.message ?? null)
    // With any other error it is not over: it stays listed, and may be ended again.
    if (!error || error.code === STILL_STOPPED) onRestored?.(error?.message ?? null)
  }
  return (
    <div className="flex max-w-[58ch] flex-col items-start gap-2">
      <GuardFields guard={guard} error={act.error} />
      <Button look={look} disabled={act.isPending || !guard.ready} onClick={restore}>
        {act.isPending ? (ofOrg ? 'Enabling…' : 'Restoring…') : ofOrg ? 'Enable this org again' : 'Restore'}
      </Button>
      {stays && (
        <p role="alert" className="text-wait">
          {stays}
        </p>
      )}
    </div>
  )
}
