import type { Me } from '@/lib/domain/wire/org-list'
import { fetchJson, SIGN_OUT } from '../fetch-json'

/** Re-opens the ten minutes in which guarded acts are allowed. */
export const confirmPassword = (password: string): Promise<Me> =>
  fetchJson<Me>('/api/session/confirm', { method: 'POST', body: { password } })

/** Ends the session here; the caller moves to `/sign-in`. */
export const endSession = (): Promise<unknown> => fetchJson(SIGN_OUT, { method: 'POST', body: {} })
