/**
 * Configuration from the environment, parsed once; every fault is reported at once. A secret may be given as a file by the
 * same name with `_FILE`.
 */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { ADMIN_KEY_CHARS_MIN, authorityOf, DEFAULTS, METRICS_TOKEN_CHARS_MIN } from '@/lib/domain/defaults.mjs'
import { DEFAULT_ID_PATTERN, isPattern } from '@/lib/domain/ids/device-id'
import { RESERVED_SLUGS } from '@/lib/domain/people/org-slug'
import { Secret } from '@/lib/domain/secret'
import { readNewPassword } from '@/lib/domain/sign-in/password'
import { ownUrlOf } from '@/lib/domain/url-of.mjs'
import { AuthorityUrl } from '@/lib/orgs/authority-url'
import { type EncryptionKeys, readEncryptionKeys } from '@/lib/orgs/encryption-keys'
import type { StoreLocation } from '@/lib/store/open/store-location'
import { type PostgresLocation, readPostgresLocation } from '@/lib/store/postgres/postgres-location'
import { dataFiles } from './data-files'

const SECRETS = [
  'MACHINEID_ORG_KEY',
  'AUTHORITY_ORG_KEY',
  'AUTHORITY_ADMIN_KEY',
  'AUTH_SECRET',
  'CONSOLE_ENCRYPTION_KEY',
  'ADMIN_PASSWORD',
  'METRICS_TOKEN',
  'DATABASE_URL',
] as const
const secret = (name: string, charsMin: number) =>
  z
    .string({ error: `${name} is missing (npm run up makes one)` })
    .trim()
    .min(charsMin, `${name} must have at least ${charsMin} characters`)
    .transform((value) => new Secret(value))

const optionalSecret = (charsMin: number) =>
  z
    .string()
    .trim()
    .min(charsMin, `must have at least ${charsMin} characters`)
    .transform((value) => new Secret(value))
    .optional()

const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use 1 to 40 lower-case letters, digits and dashes')
  .refine((slug) => !RESERVED_SLUGS.includes(slug), 'this name is taken by a page of the console')

/** https anywhere, http on loopback, as above; and nothing behind the host, for the console answers at the root alone. */
const PublicUrl = AuthorityUrl.refine((url) => new URL(url).pathname === '/', {
  error:
    'must have no path: the console is served at the root of its address. Give it a host name or a port of its own',
})

const Path = z.string().startsWith('/', 'must begin with /').optional()
const IdPattern = z
  .string()
  .default(DEFAULT_ID_PATTERN)
  .refine(isPattern, `must be {names} joined by ":", such as ${DEFAULT_ID_PATTERN}`)

const Cidrs = z
  .string()
  .default('')
  .transform((text, context) => {
    const ranges = text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
    for (const range of ranges) {
      if (!ipaddr.isValidCIDR(range) && !ipaddr.isValid(range))
        context.addIssue({ code: 'custom', message: `${range} is no address or range` })
    }
    return ranges
  })

function toNewPassword(text: string, context: z.RefinementCtx): Secret {
  const read = readNewPassword(text)
  if ('password' in read) return new Secret(read.password)
  context.addIssue({ code: 'custom', message: read.fault })
  return z.NEVER
}

const EncryptionKeyText = z
  .string({ error: 'CONSOLE_ENCRYPTION_KEY is missing (npm run up makes one)' })
  .transform((text, context): EncryptionKeys => {
    const read = readEncryptionKeys(text)
    if ('keys' in read) return read.keys
    for (const message of read.faults) context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const OrgKey = z
  .string()
  .trim()
  .min(1)
  .transform((value) => new Secret(value))
  .optional()

const DatabaseUrl = z.string().transform((text, context): PostgresLocation => {
  const read = readPostgresLocation(text)
  if (!('fault' in read)) return read
  context.addIssue({ code: 'custom', message: read.fault })
  return z.NEVER
})

const AnchorUrl = z.url({ protocol: /^https$/ })

const Environment = z.object({
  MACHINEID_ORG_KEY: OrgKey,
  /** The embedded authority's own: what the console uses when that is its authority. */
  AUTHORITY_ORG_KEY: OrgKey,
  AUTHORITY_ADMIN_KEY: optionalSecret(ADMIN_KEY_CHARS_MIN),
  MACHINEID_BASE_URL: z
    .union([z.literal('embedded'), AuthorityUrl], { error: 'must be "embedded" or an https address' })
    .optional(),
  MACHINEID_PATH_ORG_STATUS: Path,
  MACHINEID_PATH_ORG_DISABLE: Path,
  MACHINEID_PATH_ORG_ENABLE: Path,
  MACHINEID_PATH_ROTATE_KEY: Path,
  ORG_NAME: Slug.default('main'),
  ORG_ID_PATTERN: IdPattern,
  PUBLIC_URL: PublicUrl.optional(),
  AUTH_SECRET: secret('AUTH_SECRET', 32),
  CONSOLE_ENCRYPTION_KEY: EncryptionKeyText,
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().transform(toNewPassword).optional(),
  METRICS_TOKEN: optionalSecret(METRICS_TOKEN_CHARS_MIN),
  CONSOLE_HOST: z.string().default(DEFAULTS.CONSOLE_HOST),
  PORT: z.coerce.number().int().min(1).max(65_535).default(DEFAULTS.PORT),
  DATA_DIR: z.string().min(1).default(DEFAULTS.DATA_DIR),
  DATABASE_URL: DatabaseUrl.optional(),
  STOP_SINK: z.string().optional(),
  AUDIT_SIGNING_KEY_FILE: z.string().optional(),
  AUDIT_ANCHOR: z
    .string()
    .refine(
      (where) => !/^[a-z]+:\/\//i.test(where) || AnchorUrl.safeParse(where).success,
      'must be a file or an https address',
    )
    .optional(),
  AUDIT_KEEP_DAYS: z.coerce.number().int().min(30).optional(),
  SAMPLE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
  TRUSTED_PROXIES: Cidrs,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  AUTHORITY_HOST: z.string().default(DEFAULTS.AUTHORITY_HOST),
  AUTHORITY_PORT: z.coerce.number().int().min(1).max(65_535).default(DEFAULTS.AUTHORITY_PORT),
})

export type Config = {
  orgKey?: Secret
  /** `embedded`, or an address. */
  baseUrl: string
  /** Where the embedded authority listens. */
  embeddedUrl: string
  /** Makes orgs of the embedded authority; without one the console makes none there. */
  authorityAdminKey?: Secret
  paths: { orgStatus?: string; orgDisable?: string; orgEnable?: string; rotateKey?: string }
  orgName: string
  idPattern: string
  publicUrl: string
  authSecret: Secret
  /** Seal the org keys: the first seals, all open. */
  encryptionKeys: EncryptionKeys
  adminEmail?: string
  adminPassword?: Secret
  /** The token that `/metrics` requires; without one it answers this machine alone. */
  metricsToken?: Secret
  /** Distinguishes this console from others on the same database. */
  name: string
  dataDir: string
  /** The file in the data folder, or a PostgreSQL database. */
  database: StoreLocation
  journal?: string
  /** The Ed25519 key that signs anchors of the record, and the file or https address that they go to. */
  auditSigningKey: string
  auditAnchor: string
  /** Older events of the record are dropped; for ever when absent. */
  auditKeepDays?: number
  sampleSeconds: number
  trustedProxies: string[]
  logLevel: string
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** @throws ConfigError that lists every fault, one per line, and no secret. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const values: Record<string, string | undefined> = {}
  for (const name of Object.keys(Environment.shape)) values[name] = environment[name] || undefined
  for (const name of SECRETS) {
    const path = environment[`${name}_FILE`]
    if (!path) continue
    try {
      const text = readFileSync(path, 'utf8')
      // White space at an end belongs to a password, the line break that an editor adds does not.
      values[name] = name === 'ADMIN_PASSWORD' ? text.replace(/^\ufeff|\r?\n$/g, '') : text.trim()
    } catch {
      faults.push(`${name}_FILE: ${path} cannot be read`)
    }
  }
  const parsed = Environment.safeParse(values)
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  if (faults.length || !parsed.success)
    throw new ConfigError(`The configuration has faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  return toConfig(parsed.data)
}

function toConfig(env: z.output<typeof Environment>): Config {
  const baseUrl = authorityOf({ baseUrl: env.MACHINEID_BASE_URL, hasOrgKey: env.MACHINEID_ORG_KEY !== undefined })
  const files = dataFiles(env.DATA_DIR)
  return {
    orgKey: env.MACHINEID_ORG_KEY ?? (baseUrl === 'embedded' ? env.AUTHORITY_ORG_KEY : undefined),
    baseUrl,
    embeddedUrl: ownUrlOf(env.AUTHORITY_HOST, env.AUTHORITY_PORT),
    authorityAdminKey: env.AUTHORITY_ADMIN_KEY,
    paths: {
      orgStatus: env.MACHINEID_PATH_ORG_STATUS,
      orgDisable: env.MACHINEID_PATH_ORG_DISABLE,
      orgEnable: env.MACHINEID_PATH_ORG_ENABLE,
      rotateKey: env.MACHINEID_PATH_ROTATE_KEY,
    },
    orgName: env.ORG_NAME,
    idPattern: env.ORG_ID_PATTERN,
    publicUrl: env.PUBLIC_URL ?? ownUrlOf(env.CONSOLE_HOST, env.PORT),
    authSecret: env.AUTH_SECRET,
    encryptionKeys: env.CONSOLE_ENCRYPTION_KEY,
    adminEmail: env.ADMIN_EMAIL,
    adminPassword: env.ADMIN_PASSWORD,
    metricsToken: env.METRICS_TOKEN,
    database: env.DATABASE_URL ?? files.database,
    name: `${hostname()}:${env.PORT}`,
    dataDir: env.DATA_DIR,
    auditSigningKey: env.AUDIT_SIGNING_KEY_FILE ?? files.auditSigningKey,
    auditAnchor: env.AUDIT_ANCHOR ?? files.auditAnchor,
    auditKeepDays: env.AUDIT_KEEP_DAYS,
    journal: env.STOP_SINK ?? files.journal,
    sampleSeconds: env.SAMPLE_SECONDS,
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
  }
}
