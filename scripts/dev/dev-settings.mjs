/** What a console in development is started with. Nothing here is secret: it listens on this machine and holds pretend agents. */
import { buildEnv, NOTHING_SET } from '../start/child-env.mjs'

export const DEV_DEFAULTS = { port: '3100', authorityPort: '4140' }

/** Agents of the fleet, and the authority's cap: close enough to it to be seen. */
export const DEV_AGENTS = 50
export const DEV_CAP = 60

/** Removed by `--fresh`, so never a folder that a person names. */
export const DEV_DATA_DIR = '.data-dev'

export const DEV_PASSWORD = 'development-only'

/** The people of the seed, one per role; all have the same password. The admin is made by the console's first start. */
export const DEV_PEOPLE = {
  admin: { email: 'admin@example.org', name: 'admin@example.org' },
  operator: { email: 'olga@example.org', name: 'Olga Operator' },
  responder: { email: 'ravi@example.org', name: 'Ravi Responder' },
  viewer: { email: 'vera@example.org', name: 'Vera Viewer' },
}

/**
 * The environment of every program of a console in development.
 * @param {{port: number, authorityPort: number, dataDir: string}} settings
 * @returns {Record<string, string> & {NODE_ENV: 'development'}}
 */
export const devEnv = ({ port, authorityPort, dataDir }) => ({
  ...buildEnv(process.env),
  ...NOTHING_SET,
  NODE_ENV: 'development',
  CONSOLE_DEV: '1',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  MACHINEID_BASE_URL: 'embedded',
  CONSOLE_HOST: '127.0.0.1',
  PORT: String(port),
  AUTHORITY_HOST: '127.0.0.1',
  AUTHORITY_PORT: String(authorityPort),
  DATA_DIR: dataDir,
  AUTHORITY_DEVICE_LIMIT: String(DEV_CAP),
  AUTHORITY_ORG_KEY: 'org_development_only_0123456789',
  AUTHORITY_AGENT_KEY: 'org_agent_development_only_0123456789',
  AUTHORITY_ADMIN_KEY: 'org_admin_development_only_0123456789',
  AUTH_SECRET: 'development-only-development-only-dev',
  CONSOLE_ENCRYPTION_KEY: 'development-only-development-only-dev',
  ADMIN_EMAIL: DEV_PEOPLE.admin.email,
  ADMIN_PASSWORD: DEV_PASSWORD,
})
