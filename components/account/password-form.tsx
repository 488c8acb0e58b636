'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { useAccountAct } from '@/lib/client/api/account/account-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import { PASSWORD_CHARS_MIN, readNewPassword } from '@/lib/domain/sign-in/password'

const EMPTY = { current: '', password: '', again: '' }

/** A new password, by the one of now. */
export function PasswordForm({ email }: { email: string }) {
  const [typed, setTyped] = useState(EMPTY)
  const [fault, setFault] = useState<{ at: keyof typeof EMPTY; text: string } | null>(null)
  const act = useAccountAct()
  const field = (at: keyof typeof EMPTY) => ({
    type: 'password',
    value: typed[at],
    error: fault?.at === at ? fault.text : null,
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [at]: event.target.value }),
  })
  const save = async () => {
    setFault(null)
    const read = readNewPassword(typed.password)
    if ('fault' in read) return setFault({ at: 'password', text: `Your new password ${read.fault}.` })
    if (typed.again !== typed.password)
      return setFault({ at: 'again', text: 'The two passwords are not the same. Type both again.' })
    try {
      const { ended = 0 } = await act.mutateAsync({ act: 'password', current: typed.current, password: typed.password })
      setTyped(EMPTY)
      const others = ended === 1 ? '1 other session was ended.' : `${ended} other sessions were ended.`
      showToast({ tone: 'ok', title: 'Password changed', detail: ended > 0 ? others : undefined, lastsMs: 6_000 })
    } catch (error) {
      setFault({ at: 'current', text: errorDetail(error) })
    }
  }
  return (
    <Card title="Password">
      <form
        noValidate
        className="flex flex-col gap-3 px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {/* For the browser's own store of passwords. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field label="Password now" autoComplete="current-password" {...field('current')} />
        <Field
          label="New password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_CHARS_MIN} characters. It signs you out everywhere else.`}
          {...field('password')}
        />
        <Field label="New password again" autoComplete="new-password" {...field('again')} />
        <div>
          <Button
            type="submit"
            look="strong"
            disabled={Object.values(typed).some((text) => text === '') || act.isPending}
          >
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  )
}
