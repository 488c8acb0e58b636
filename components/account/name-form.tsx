'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { useAccountAct } from '@/lib/client/api/account/account-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import type { Account } from '@/lib/domain/wire/account'

/** E-mail, which signs in, and name, which the others read. */
export function NameForm({ account }: { account: Account }) {
  const [typed, setTyped] = useState<string | null>(null)
  const act = useAccountAct()
  const isChanged = typed !== null && typed !== account.name
  const save = async () => {
    if (!isChanged) return
    const saved = await act.mutateAsync({ act: 'name', name: typed }).catch(() => null)
    if (!saved) return
    setTyped(null)
    showToast({ tone: 'ok', title: 'Name changed', lastsMs: 4_000 })
  }
  return (
    <Card title="You">
      <form
        noValidate
        className="flex flex-col gap-3 px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <p className="wrap-anywhere">
          <span className="text-soft">E-mail</span> {account.email}
        </p>
        <Field
          label="Name"
          dir="auto"
          autoComplete="name"
          value={typed ?? account.name}
          onChange={(event) => setTyped(event.target.value)}
          error={act.error ? errorDetail(act.error) : null}
          hint="Others read it beside what you do."
        />
        <div>
          <Button type="submit" look="strong" disabled={!isChanged || act.isPending}>
            Save the name
          </Button>
        </div>
      </form>
    </Card>
  )
}
