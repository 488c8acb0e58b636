import { AppError } from '@/lib/domain/errors'
import type { OrgList } from '@/lib/domain/wire/org-list'
import { fetchJson } from '../fetch-json'

/** An address that is cheap to be led to after the sign-in. */
const LANDING = '/healthz'
const AWAY = 'The console cannot be reached from this browser. Nothing was sent.'

/**
 * Signs in with the form of `/sign-in`, without leaving this page: the console has one way in, and its limits hold here too. Gives who
 * is signed in then. @throws AppError with the sentence that the form would show.
 */
export async function signInHere(email: string, password: string): Promise<OrgList['me']> {
  const form = await pageAt('/sign-in')
  const csrfToken = form.page.querySelector<HTMLInputElement>('input[name=csrfToken]')?.value
  if (!csrfToken) throw new AppError('unavailable', AWAY)
  const answer = await pageAt('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, email, password, callbackUrl: LANDING }),
  })
  if (answer.path === '/sign-in') {
    const why = answer.page.querySelector('[role=alert]')?.textContent
    throw new AppError('forbidden', why ?? 'Sign-in did not work. Try again.')
  }
  if (answer.path !== LANDING) throw new AppError('unavailable', 'Sign-in did not work. Try again in a moment.')
  return (await fetchJson<OrgList>('/api/orgs')).me
}

async function pageAt(address: string, options?: RequestInit): Promise<{ path: string; page: Document }> {
  try {
    const response = await fetch(address, { cache: 'no-store', ...options })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    return { path: new URL(response.url).pathname, page }
  } catch (cause) {
    throw new AppError('unavailable', AWAY, { cause })
  }
}
