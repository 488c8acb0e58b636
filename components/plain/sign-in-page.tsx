import { PlainPage } from './plain-page'

/** Sign-in without script: the form goes straight to next-auth and comes back to where the person was going. */
export function SignInPage({
  csrfToken,
  to,
  fault,
  nonce,
}: {
  csrfToken: string
  to: string
  fault?: string
  nonce: string
}) {
  return (
    <PlainPage title="Sign in" nonce={nonce}>
      <main>
        <h1>Sign in</h1>
        <p className="soft">
          {to.startsWith('/stop') ? 'Then you are back at the stop you were about to press.' : 'MachineID console'}
        </p>
        {fault ? (
          <p className="card stop" role="alert">
            {fault}
          </p>
        ) : null}
        <form className="card" method="post" action="/api/auth/callback/credentials">
          <input type="hidden" name="csrfToken" value={csrfToken} />
          <input type="hidden" name="callbackUrl" value={to} />
          <label>
            E-mail
            <input name="email" type="email" autoComplete="username" required />
          </label>
          <label>
            Password
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
          <button className="ghost" type="submit">
            Sign in
          </button>
        </form>
      </main>
    </PlainPage>
  )
}
