import { PlainPage } from './plain-page'

/**
 * The part of an address after `#` reaches no server, and a redirect keeps that of the address it came from. The only script here; the
 * way to a stop has none.
 */
const KEEP_FRAGMENT = 'document.forms[0].action+=location.hash'

/** Sign-in without script: the form goes straight to next-auth and comes back to where the person was going. */
export function SignInPage({
  csrfToken,
  to,
  email,
  fault,
  notice,
  ownAddress,
  nonce,
}: {
  csrfToken: string
  to: string
  /** What was typed before, where that failed. */
  email?: string
  fault?: string
  /** What the session that is open already is good for. */
  notice?: string
  /** Where the console is at home, when this page was asked for under another name. */
  ownAddress?: string
  nonce: string
}) {
  return (
    <PlainPage title="Sign in" nonce={nonce} narrow>
      <main>
        <h1>Sign in</h1>
        {to.startsWith('/stop') ? (
          <p className="soft">Then you are back at the stop that you were about to press.</p>
        ) : null}
        {fault ? (
          <p className="card stop" role="alert">
            {fault}
          </p>
        ) : null}
        {notice ? (
          <section className="card wait" role="status">
            <p>{notice}</p>
            <a className="ghost" href="/stop">
              Open Stop
            </a>
          </section>
        ) : null}
        {ownAddress ? (
          <p className="card wait" role="status">
            This console is at home at <a href={ownAddress}>{ownAddress}</a>. Where signing in here leads nowhere, open
            it there.
          </p>
        ) : null}
        <form className="card" method="post" action="/api/auth/callback/credentials">
          <input type="hidden" name="csrfToken" value={csrfToken} />
          <input type="hidden" name="callbackUrl" value={to} />
          <label>
            E-mail
            <input name="email" type="email" autoComplete="username" required defaultValue={email} />
          </label>
          <label>
            Password
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
          <button className="ghost strong" type="submit">
            Sign in
          </button>
        </form>
      </main>
      {to.startsWith('/stop') ? null : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; React would escape what is in it
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: KEEP_FRAGMENT }} />
      )}
    </PlainPage>
  )
}
