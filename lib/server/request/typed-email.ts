/**
 * The e-mail of a sign-in that failed, for the form that comes next: in a cookie of one minute that only that form reads and
 * takes away. Never in the address, which is logged and kept in the history; never the password. It is encrypted, because some
 * people type their password into this field, and only what has the form of an e-mail is kept at all.
 */
import { parseCookie } from 'cookie'
import { decode, encode } from 'next-auth/jwt'
import type { Config } from '../config/config'
import { cookieName, setCookie } from './cookie-name'

const SECONDS = 60
const EMAIL_CHARS_MAX = 254
const EMAIL = /^[^@\s]+@[^@\s]+$/
/** A key of its own: no other token of the console opens as one of these, nor the other way round. */
const SALT = 'typed-email'

type Sealing = Pick<Config, 'publicUrl' | 'authSecret'>

/** The `Set-Cookie` for what was typed; null where it is no e-mail. */
export async function keepTypedEmail(config: Sealing, email: string): Promise<string | null> {
  if (email.length > EMAIL_CHARS_MAX || !EMAIL.test(email)) return null
  const value = await encode({
    token: { typed: email },
    secret: config.authSecret.reveal(),
    salt: SALT,
    maxAge: SECONDS,
  })
  return setCookie('typed-email', config, { value, seconds: SECONDS })
}

/** What was typed before, and the `Set-Cookie` that takes it away again; null where there is no such cookie. */
export async function takeTypedEmail(
  config: Sealing,
  cookieHeader: string | null,
): Promise<{ email: string; setCookie: string } | null> {
  const value = parseCookie(cookieHeader ?? '')[cookieName('typed-email', config)]
  if (!value) return null
  const token = await decode({ token: value, secret: config.authSecret.reveal(), salt: SALT }).catch(() => null)
  const email = typeof token?.typed === 'string' ? token.typed : ''
  return { email, setCookie: setCookie('typed-email', config, { value: '', seconds: 0 }) }
}
