import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DEFAULTS, METRICS_TOKEN_CHARS_MIN } from '@/lib/domain/defaults.mjs'
import { ID_PROFILES } from './disk/id-profile'
import { StartRefusal } from './disk/start-refusal'
import { ADMIN_KEY_RULE, isAdminKey } from './keys/admin-key'
import type { ChosenKeyKind } from './keys/key-hash'
import { keyFault } from './keys/key-shape'
import { metricsAccessOf } from './metrics-access'
import type { ListenOptions } from './start-authority'

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))

const key = (kind: ChosenKeyKind) =>
  z
    .string()
    .superRefine((text, context) => {
      const message = keyFault(kind, text)
      if (message !== null) context.addIssue({ code: 'custom', message })
    })
    .optional()

const Environment = z.object({
  AUTHORITY_HOST: z.string().default(DEFAULTS.AUTHORITY_HOST),
  AUTHORITY_PORT: whole(0, 65_535).default(DEFAULTS.AUTHORITY_PORT),
  DATA_DIR: z.string().default(DEFAULTS.DATA_DIR),
  AUTHORITY_DEVICE_LIMIT: whole(1, 1_000_000).default(DEFAULTS.AUTHORITY_DEVICE_LIMIT),
  AUTHORITY_ORG_KEY: key('org'),
  AUTHORITY_AGENT_KEY: key('agent'),
  AUTHORITY_ADMIN_KEY: z.string().refine(isAdminKey, ADMIN_KEY_RULE).optional(),
  METRICS_TOKEN: z
    .string()
    .trim()
    .min(METRICS_TOKEN_CHARS_MIN, `must have at least ${METRICS_TOKEN_CHARS_MIN} characters`)
    .optional(),
  /** The console's: where it is reached from elsewhere, so may this authority be. */
  PUBLIC_URL: z.string().optional(),
  AUTHORITY_ID_PROFILE: z
    .enum(ID_PROFILES, `must be ${ID_PROFILES.join(' or ')}`)
    .default(DEFAULTS.AUTHORITY_ID_PROFILE),
  AUTHORITY_REGISTRATIONS_PER_MINUTE: whole(1, 1_000_000).default(DEFAULTS.AUTHORITY_REGISTRATIONS_PER_MINUTE),
  AUTHORITY_OPEN_SIGNUP: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
})

const SECRETS = ['AUTHORITY_ORG_KEY', 'AUTHORITY_AGENT_KEY', 'AUTHORITY_ADMIN_KEY', 'METRICS_TOKEN']

/** Reads secrets from the files named by `NAME_FILE`, and leaves out what is set to nothing. */
function settle(env: NodeJS.ProcessEnv, faults: string[]): Record<string, string> {
  const settled: Record<string, string> = {}
  for (const name of Object.keys(Environment.shape)) if (env[name]) settled[name] = env[name]
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`]
    if (!file || settled[name]) continue
    try {
      settled[name] = readFileSync(file, 'utf8').trim()
    } catch (error) {
      faults.push(`${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code})`)
    }
  }
  return settled
}

/** The authority's configuration from its environment. Throws one `StartRefusal` that names every fault at once. */
export function readConfig(env: NodeJS.ProcessEnv): ListenOptions {
  const faults: string[] = []
  const parsed = Environment.safeParse(settle(env, faults))
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  }
  if (faults.length > 0 || !parsed.data) throw new StartRefusal(`The configuration is wrong: ${faults.join('; ')}.`)
  const { data } = parsed
  return {
    host: data.AUTHORITY_HOST,
    port: data.AUTHORITY_PORT,
    dataDir: data.DATA_DIR,
    deviceLimit: data.AUTHORITY_DEVICE_LIMIT,
    orgKey: data.AUTHORITY_ORG_KEY,
    agentKey: data.AUTHORITY_AGENT_KEY,
    adminKey: data.AUTHORITY_ADMIN_KEY,
    idProfile: data.AUTHORITY_ID_PROFILE,
    registrationsPerMinute: data.AUTHORITY_REGISTRATIONS_PER_MINUTE,
    openSignup: data.AUTHORITY_OPEN_SIGNUP === '1',
    metricsAccess: metricsAccessOf({
      token: data.METRICS_TOKEN,
      publicUrl: data.PUBLIC_URL,
      host: data.AUTHORITY_HOST,
    }),
  }
}
