'use client'
import Link from 'next/link'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'

const LINK = 'touch inline-flex items-center underline'

/** The ways to a rotation, and to what is done when a key has leaked. Nothing for a role that sees no keys. */
export function RotationCard() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  if (!may(state, 'see-keys')) return null
  return (
    <Card title="Rotation">
      <div className="flex flex-col gap-1 px-4 pb-4">
        <p className="text-soft">
          An org key or an agent key is replaced by a new one: you see first which devices use it, and then which of
          them are back on the new one.
        </p>
        <p className="flex flex-wrap gap-x-4">
          <Link href={`/${org}/keys/rotation`} className={LINK}>
            Rotate a key…
          </Link>
          <Link href={`/${org}/keys/leaked`} className={`${LINK} text-stop`}>
            A key has leaked
          </Link>
        </p>
      </div>
    </Card>
  )
}
