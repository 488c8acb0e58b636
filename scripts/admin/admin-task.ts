/** What every task of `npm run admin` is given, and how it says that it was called in a way it does not know. */
import type { Config } from '@/lib/server/config/config'
import type { Store } from '@/lib/store/rows/db'

export class UsageFault extends Error {}

export const OPTION_NAMES = [
  'slug',
  'base-url',
  'key-file',
  'name',
  'id-pattern',
  'email',
  'org',
  'role',
  'id',
  'runbook',
  'contact',
] as const

export type AdminOptions = Partial<Record<(typeof OPTION_NAMES)[number], string>>

/** Does it, and gives what the terminal shows. @throws UsageFault, AppError with one sentence. */
export type AdminTask = (store: Store, config: Config, options: AdminOptions) => Promise<string>

export function need(options: AdminOptions, name: keyof AdminOptions): string {
  const value = options[name]
  if (!value) throw new UsageFault(`--${name} is missing.`)
  return value
}
