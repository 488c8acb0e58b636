import { stringifySetCookie } from 'cookie'
import type { Config } from '../config/config'

type Kind = 'session' | 'csrf' | 'callback' | 'browser' | 'typed-email'

/**
 * `__Host-` where there is TLS: no other host, path or plain connection can set it. A browser gives one host's cookies to
 * every port, so the port is part of the name: two consoles on one host do not touch each other's.
 */
export function cookieName(kind: Kind, { publicUrl }: Pick<Config, 'publicUrl'>): string {
  const { protocol, port } = new URL(publicUrl)
  return `${protocol === 'https:' ? '__Host-' : ''}machineid-${kind}${port === '' ? '' : `-${port}`}`
}

export const sessionCookie = (config: Pick<Config, 'publicUrl'>): { name: string; secure: boolean } => ({
  name: cookieName('session', config),
  secure: config.publicUrl.startsWith('https:'),
})

/** A `Set-Cookie` that no script and no other site can read; 0 seconds take the cookie away. */
export function setCookie(
  kind: Kind,
  config: Pick<Config, 'publicUrl'>,
  { value, seconds }: { value: string; seconds: number },
): string {
  const secure = config.publicUrl.startsWith('https:')
  const attributes = { maxAge: seconds, path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return stringifySetCookie(cookieName(kind, config), value, attributes)
}
