/** What the terminal shows once everything runs: where, who signs in, and what agents need. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 50
/** How long the console's first reading of its orgs is waited for. */
const READING_MS = 1_500

/** Counts of orgs by how their reading went, once all were read or the time is over. */
async function readingsOf(consoleUrl) {
  const until = performance.now() + READING_MS
  for (;;) {
    const health = await fetch(`${consoleUrl}/healthz`)
      .then((reply) => reply.json())
      .catch(() => ({}))
    const { keyRejected = 0, failing = 0 } = health.readings ?? {}
    if (keyRejected + failing > 0 || performance.now() > until) return { keyRejected, failing }
    await delay(LOOK_MS)
  }
}

export async function printReport({ env, embedded, authorityAt, dataDir, admin, authorityUrl, consoleUrl }) {
  const { keyRejected, failing } = await readingsOf(consoleUrl)
  const publicUrl = (env.PUBLIC_URL || consoleUrl).replace(/\/+$/, '')
  const name = embedded ? `embedded, at ${authorityUrl}` : authorityAt
  const lines = ['', `  Console    ${publicUrl}`, `  Stop page  ${publicUrl}/stop`, `  Authority  ${name}`]
  if (keyRejected > 0)
    lines.push(
      '             It rejects the org key. Sign in as an admin and enter a new one, or correct MACHINEID_ORG_KEY.',
    )
  else if (failing > 0)
    lines.push('             It does not answer yet; the console goes on trying and says so on every page.')
  if (admin.made) {
    const password = admin.given
      ? 'as given in ADMIN_PASSWORD'
      : `${admin.password}   (shown this once; it stays valid until you change it)`
    lines.push(`  Sign in    ${admin.email}`, `  Password   ${password}`)
  } else lines.push('  Sign in    as before (npm run admin -- user password --email … sets a new password)')
  if (embedded) {
    const key = env.AUTHORITY_AGENT_KEY || 'the key in AUTHORITY_AGENT_KEY_FILE'
    lines.push('', '  For agents', `    base URL   ${authorityUrl}`, `    agent key  ${key}`)
    lines.push(`    Python     m = MachineID(org_key="${key}", base_url="${authorityUrl}")`)
  }
  if (env.METRICS_TOKEN || env.METRICS_TOKEN_FILE)
    lines.push('', ...metricsLines({ env, embedded, authorityUrl, publicUrl }))
  lines.push('', `  Logs in ${join(dataDir, '*.log')}. Ctrl-C ends everything.`, '')
  console.log(lines.join('\n'))
}

/** Where the metrics are, and where their token is: never the token itself. */
function metricsLines({ env, embedded, authorityUrl, publicUrl }) {
  const where = env.METRICS_TOKEN_FILE || 'METRICS_TOKEN in .env.local, or in the environment of this start'
  return [
    '  Metrics    with "Authorization: Bearer TOKEN"',
    `    console    ${publicUrl}/metrics`,
    ...(embedded ? [`    authority  ${authorityUrl}/metrics`] : []),
    `    token      ${where}`,
  ]
}
