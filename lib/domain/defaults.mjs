/**
 * Defaults and limits that the start-up scripts share with the console and the authority: each is written here and nowhere
 * else. No TypeScript, because the scripts run before anything is bundled.
 */

/** Variable of the environment → what it is when it is not set. */
export const DEFAULTS = /** @type {const} */ ({
  CONSOLE_HOST: '127.0.0.1',
  PORT: 3000,
  DATA_DIR: '.data',
  AUTHORITY_HOST: '127.0.0.1',
  AUTHORITY_PORT: 4040,
  AUTHORITY_DEVICE_LIMIT: 1_000,
  AUTHORITY_ID_PROFILE: 'visible',
  AUTHORITY_REGISTRATIONS_PER_MINUTE: 1000,
})

/** The console's database in DATA_DIR. */
export const CONSOLE_DATABASE = 'console.db'

/** The vendor's authority: the console's when there is an org key and no address. */
export const MACHINEID_URL = 'https://machineid.io'

/**
 * The console's authority: `embedded`, or an address.
 * @param {{baseUrl?: string, hasOrgKey: boolean}} given `baseUrl`: MACHINEID_BASE_URL; `hasOrgKey`: MACHINEID_ORG_KEY is set
 * @returns {string}
 */
export const authorityOf = ({ baseUrl, hasOrgKey }) => baseUrl || (hasOrgKey ? MACHINEID_URL : 'embedded')

/** What a request to the console may bring, in bytes: a list of 10,000 ids, with room. */
export const BODY_BYTES_MAX = 1_048_576

/** The least characters of METRICS_TOKEN. */
export const METRICS_TOKEN_CHARS_MIN = 16

/** The least characters of AUTHORITY_ADMIN_KEY. */
export const ADMIN_KEY_CHARS_MIN = 32

/** How long programs have to end after they get the signal, in ms; what still runs then is killed. */
export const END_MS = 9_000
