'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { signInHere } from '@/lib/client/api/account/sign-in-here'
import { errorDetail } from '@/lib/client/api/error-detail'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { confirmPassword } from '@/lib/client/api/session'
import { signedOut } from '@/lib/client/state/signed-out'
import { showToast } from '@/lib/client/state/toasts'
import { AppError } from '@/lib/domain/errors'

/**
 * Signs in over the open page. What was refused is not sent again by itself: it may be hours old, so the person looks at the page as it
 * is now and presses again, with everything typed still there. Another person gets a page of their own.
 */
export function SignInDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const form = useId()
  const before = client.getQueryData(orgListQuery().queryKey)?.me
  // An idle session asks for the password alone, unless it ended meanwhile.
  const [isIdle, setIdle] = useState(signedOut.get() === 'idle')
  const passwordField = useRef<HTMLInputElement>(null)
  const [email, setEmail] = useState(before?.email ?? '')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const me = await (isIdle ? confirmPassword(password) : signInHere(email, password))
      if (before?.id !== me.id) return window.location.reload()
      signedOut.set(false)
      onClose()
      showToast({
        tone: 'ok',
        title: 'Signed in',
        detail: 'What was refused was not sent. Press again.',
        lastsMs: 6_000,
      })
      await client.invalidateQueries()
    } catch (cause) {
      if (isIdle && cause instanceof AppError && cause.code === 'unauthenticated') setIdle(false)
      setError(errorDetail(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      sticky
      initialFocus={before ? passwordField : undefined}
      onClose={onClose}
      title={isIdle ? 'Enter your password to go on' : 'Sign in to go on'}
      about={
        isIdle
          ? 'You did not use this session for 12 hours, so it can stop and nothing else. Everything on this page stays.'
          : 'Your session has ended. Everything on this page stays as it is.'
      }
      footer={
        <>
          {/* Plain HTML: Stop must not wait for the sign-in of this page. */}
          <a
            href="/stop"
            className="touch inline-flex items-center justify-center font-medium text-stop underline sm:mr-auto"
          >
            Open Stop
          </a>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="strong" size="big" type="submit" form={form} disabled={busy || password === '' || email === ''}>
            {isIdle ? 'Go on' : 'Sign in'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3.5">
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          value={email}
          readOnly={isIdle}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          ref={passwordField}
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={error}
        />
      </form>
    </Modal>
  )
}
