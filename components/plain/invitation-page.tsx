import type { InvitationFault } from '@/lib/domain/audit'
import { INVITATION_HOURS } from '@/lib/domain/limits'
import type { Role } from '@/lib/domain/policy'
import { PASSWORD_CHARS_MIN } from '@/lib/domain/sign-in/password'
import { ROLE_WORDS } from '../words/role-words'
import { PlainPage } from './plain-page'

type Open = {
  state: 'sign-in' | 'join' | 'new-account'
  email: string
  role: Role
  org: { row: { name: string; slug: string } }
  invitedBy: string
}
type Refused = { state: 'refused'; why: InvitationFault; email: string; invitedBy: string }

type Props = {
  read: Open | Refused
  code: string
  /** E-mail of the person who is signed in at this browser. */
  signedInAs?: string
  /** What was sent before, and what was wrong with it. */
  typed?: { name: string; fault?: string }
  nonce: string
}

/** What the link of an invitation is good for, without script: join, make an account, sign in first, or why it lets no person in. */
export function InvitationPage({ read, code, signedInAs, typed, nonce }: Props) {
  if (read.state === 'refused') return <RefusedPage read={read} code={code} signedInAs={signedInAs} nonce={nonce} />
  const { state, email, role, org, invitedBy } = read
  const back = `/invitation?code=${encodeURIComponent(code)}`
  return (
    <PlainPage title={`Join ${org.row.name}`} nonce={nonce} narrow>
      <main>
        <h1>
          Join <bdi>{org.row.name}</bdi>
        </h1>
        <p>
          <bdi>{invitedBy}</bdi> invites <bdi>{email}</bdi> as <b>{role}</b>. {ROLE_WORDS[role]}
        </p>
        {typed?.fault ? (
          <p className="card stop" role="alert">
            {typed.fault}
          </p>
        ) : null}
        {state === 'sign-in' ? (
          <a className="ghost strong" href={`/sign-in?to=${encodeURIComponent(back)}`}>
            Sign in to join
          </a>
        ) : (
          <form className="card" method="post" action="/invitation">
            <input type="hidden" name="code" value={code} />
            {state === 'new-account' ? <NewAccount email={email} name={typed?.name} /> : null}
            <button className="ghost strong" type="submit">
              {state === 'join' ? 'Join' : 'Make the account and join'}
            </button>
          </form>
        )}
      </main>
    </PlainPage>
  )
}

function NewAccount({ email, name }: { email: string; name?: string }) {
  return (
    <>
      <label>
        E-mail
        <input name="username" type="email" autoComplete="username" readOnly value={email} />
      </label>
      <label>
        Your name
        <input name="name" autoComplete="name" dir="auto" required defaultValue={name} />
      </label>
      <label>
        Password, at least {PASSWORD_CHARS_MIN} characters
        <input name="password" type="password" autoComplete="new-password" required />
      </label>
      <label>
        The same password again
        <input name="again" type="password" autoComplete="new-password" required />
      </label>
    </>
  )
}

type RefusedProps = { read: Refused; code: string; signedInAs?: string; nonce: string }

function RefusedPage({ read, code, signedInAs, nonce }: RefusedProps) {
  const { title, detail } = WORDS[read.why](read, signedInAs ?? '')
  return (
    <PlainPage title={title} nonce={nonce} narrow>
      <main>
        <h1>{title}</h1>
        <p>{detail}</p>
        <div className="grow" />
        {read.why === 'other-person' ? (
          <form method="post" action="/invitation">
            <input type="hidden" name="code" value={code} />
            <button className="ghost strong" type="submit" name="sign-out" value="yes">
              Sign out and open the link
            </button>
          </form>
        ) : null}
        <a className="ghost" href="/">
          Open the console
        </a>
      </main>
    </PlainPage>
  )
}

type Words = (read: Refused, signedInAs: string) => { title: string; detail: string }

const WORDS: Record<InvitationFault, Words> = {
  accepted: ({ email }, signedInAs) => ({
    title: 'This invitation was used',
    detail:
      email === signedInAs
        ? 'A link is good once. You have joined with it, and are signed in.'
        : `A link is good once, and ${email} has joined with this one. Sign in with that account.`,
  }),
  revoked: ({ invitedBy }) => ({
    title: 'This invitation was taken back',
    detail: `It lets no person in any more. Ask ${invitedBy} or another admin for a new one.`,
  }),
  expired: ({ invitedBy }) => ({
    title: 'This invitation is over',
    detail: `A link is good for ${INVITATION_HOURS} hours. Ask ${invitedBy} or another admin for a new one.`,
  }),
  'other-person': ({ email }, signedInAs) => ({
    title: 'This invitation is for another person',
    detail: `It is for ${email}, and you are signed in as ${signedInAs}. Nothing was changed.`,
  }),
  disabled: ({ email }) => ({
    title: 'This account is disabled',
    detail: `${email} cannot sign in. Ask an admin to enable the account, then open the link again.`,
  }),
}
