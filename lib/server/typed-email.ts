/**
 * The e-mail of a sign-in that failed, for the form that comes next: in a cookie of one minute that only that form reads and
 * takes away. Never in the address, which is logged and kept in the history; never the password.
 */
const NAME = 'machineid-typed-email'
const SECONDS = 60
const EMAIL_CHARS_MAX = 254
const ATTRIBUTES = 'Path=/sign-in; HttpOnly; SameSite=Lax'

/** The answer of next-auth, with the cookie where it sends back to the form with a fault. */
export function withTypedEmail(response: Response, email: unknown, secure: boolean): Response {
  const location = response.headers.get('location')
  const failed = location !== null && URL.canParse(location) && new URL(location).searchParams.has('error')
  if (!failed || typeof email !== 'string' || email === '' || email.length > EMAIL_CHARS_MAX) return response
  const headers = new Headers(response.headers)
  headers.append('set-cookie', cookieOf(encodeURIComponent(email), SECONDS, secure))
  return new Response(response.body, { status: response.status, headers })
}

/** What was typed before, and the cookie that takes it away again. */
export function takeTypedEmail(request: Request, secure: boolean): { email: string; setCookie: string } | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  const value = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1)
  if (!value) return null
  return { email: decoded(value), setCookie: cookieOf('', 0, secure) }
}

const cookieOf = (value: string, seconds: number, secure: boolean): string =>
  `${NAME}=${value}; Max-Age=${seconds}; ${ATTRIBUTES}${secure ? '; Secure' : ''}`

/** Anybody may send any cookie: what is none of ours is nothing. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value).slice(0, EMAIL_CHARS_MAX)
  } catch {
    return ''
  }
}
