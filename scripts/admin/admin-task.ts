/** What every task of `npm run admin` is given, and how it says that it was called in a way it does not know. */
import { readFileSync } from 'node:fs'
import { Secret } from '@/lib/domain/secret'
import type { Config } from '@/lib/server/config/config'
import { ORG_KEY_CHARS, ORG_KEY_RULE } from '@/lib/services/orgs/org-key-input'
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

type TextOption = (typeof OPTION_NAMES)[number]

export type AdminOptions = Partial<Record<TextOption, string>> & { unchecked?: boolean; 'start-over'?: boolean }

/** Does it, and gives what the terminal shows. @throws UsageFault, AppError with one sentence. */
export type AdminTask = (store: Store, config: Config, options: AdminOptions) => Promise<string>

/** The org key in the file of `--key-file`; `-` is standard input. @throws UsageFault; the fault of a file that cannot be read. */
export function readKeyFile(options: AdminOptions): Secret {
  const file = need(options, 'key-file')
  const key = readFileSync(file === '-' ? 0 : file, 'utf8').trim()
  if (key.length < ORG_KEY_CHARS.min || key.length > ORG_KEY_CHARS.max)
    throw new UsageFault(`${ORG_KEY_RULE}; that in --key-file has ${key.length}.`)
  return new Secret(key)
}

export function need(options: AdminOptions, name: TextOption): string {
  const value = options[name]
  if (!value) throw new UsageFault(`--${name} is missing.`)
  return value
}
