import { AppError, RateLimited } from '@/lib/domain/errors'
import type { OrgList } from '@/lib/domain/wire/org-list'
import type { SignInForm } from '@/lib/domain/wire/sign-in-form'
import { fetchJson } from '../fetch-json'

/** An address that is cheap to be led to after the sign-in. */
const LANDING = '/healthz'
const AWAY = 'The console cannot be reached from this browser. Nothing was sent.'
const UNANSWERED = 'The console did not answer. Whether you are signed in is not known: try again.'
/** As long as any other call of a page may take. */
const TIMEOUT_MS = 15_000

/**
 * Signs in with the form of `/sign-in`, without leaving this page: the console has one way in, and its limits hold here too. Gives who
 * is signed in then. @throws AppError with the sentence that the form would show; `RateLimited` if the next try has to wait.
 */
export async function signInHere(email: string, password: string): Promise<OrgList['me']> {
  const { form } = await formAt('/sign-in', AWAY)
  if (!form?.csrfToken) throw new AppError('unavailable', AWAY)
  const answer = await formAt('/api/auth/callback/credentials', UNANSWERED, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken: form.csrfToken, email, password, callbackUrl: LANDING }),
  })
  if (answer.path === '/sign-in') {
    const { detail, retryAfterMs } = answer.form?.fault ?? { detail: 'Sign-in did not work. Try again.' }
    throw retryAfterMs ? new RateLimited(retryAfterMs) : new AppError('forbidden', detail)
  }
  if (answer.path !== LANDING) throw new AppError('unavailable', 'Sign-in did not work. Try again in a moment.')
  return (await fetchJson<OrgList>('/api/orgs')).me
}

/** Where an address leads, redirects included, and the form there. Its page is not asked for: parsed here, its style would break the page's policy. */
async function formAt(
  address: string,
  fault: string,
  options?: RequestInit,
): Promise<{ path: string; form: Partial<SignInForm> | null }> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const headers = { accept: 'application/json' }
    const response = await fetch(address, { cache: 'no-store', headers, signal, ...options })
    const path = new URL(response.url).pathname
    return { path, form: path === '/sign-in' ? ((await response.json()) as Partial<SignInForm>) : null }
  } catch (cause) {
    throw new AppError('unavailable', fault, { cause })
  }
}
