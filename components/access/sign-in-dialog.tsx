'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { goOn } from '@/lib/client/api/account/follow-session'
import { confirmPassword } from '@/lib/client/api/account/session'
import { signInHere } from '@/lib/client/api/account/sign-in-here'
import { isSignedOutError } from '@/lib/client/api/error-detail'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { changeRefused, type SignInRequest, signedOut } from '@/lib/client/state/signed-out'
import { showToast } from '@/lib/client/state/toasts'
import { PasswordFault } from './password-fault'

/**
 * Signs in over the open page. What was refused is not sent again by itself: it may be hours old, so the person looks at the page as it
 * is now and presses again, with everything typed still there. A question that waits for the sign-in is asked after it. Another person
 * gets a page of their own.
 */
export function SignInDialog({ request, onClose }: { request: SignInRequest; onClose: () => void }) {
  const client = useQueryClient()
  const form = useId()
  const before = client.getQueryData(orgListQuery().queryKey)?.me
  // An idle session asks for the password alone, unless it ended meanwhile.
  const [isIdle, setIdle] = useState(signedOut.get() === 'idle')
  const passwordField = useRef<HTMLInputElement>(null)
  const [email, setEmail] = useState(before?.email ?? '')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const wasRefused = changeRefused.get()
    try {
      const me = await (isIdle ? confirmPassword(password) : signInHere(email, password))
      showToast({
        tone: 'ok',
        title: 'Signed in',
        detail: wasRefused ? 'What was refused was not sent. Press again.' : undefined,
        lastsMs: 6_000,
      })
      goOn(before?.id, me)
    } catch (cause) {
      if (isIdle && isSignedOutError(cause)) setIdle(false)
      setError(cause)
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
      about={about(isIdle, request)}
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
          error={error !== null && <PasswordFault error={error} />}
        />
      </form>
    </Modal>
  )
}

function about(isIdle: boolean, { ask }: SignInRequest): string {
  if (isIdle)
    return 'You did not use this session for 12 hours, so it can stop and nothing else. Everything on this page stays.'
  return ask
    ? 'Your session has ended; nothing was sent. After the sign-in the dialog that you asked for opens.'
    : 'Your session has ended. Everything on this page stays as it is.'
}
