/** Looks at everything that can be wrong first, then starts authority, console and fleet, in this order. */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { authorityOf, DEFAULTS } from '../../lib/domain/defaults.mjs'
import { ownUrlOf } from '../../lib/domain/url-of.mjs'
import { makeBuild } from '../build/make-build.mjs'
import { areProgramsStale, isBuildStale } from '../build/stale.mjs'
import { authorityEnv, buildEnv, consoleEnv, fleetEnv } from './child-env.mjs'
import { ensureSecrets } from './env-file.mjs'
import { installIfNeeded } from './install.mjs'
import { listenFault } from './listen-fault.mjs'
import { makePassword } from './make-password.mjs'
import { runSupervised, StartFault, untilReady } from './run-supervised.mjs'
import { printReport } from './start-report.mjs'

/** @param {string[]} argv what follows `npm run up --` */
export const up = (argv) =>
  runSupervised(
    'npm run up',
    () => readSettings(argv),
    async (settings, supervisor, fail) => {
      await prepare(settings, supervisor)
      await startAll(settings, supervisor, fail)
    },
  )

function readSettings(argv) {
  let fleet
  try {
    fleet = parseArgs({ args: argv, options: { fleet: { type: 'string' } } }).values.fleet
  } catch (error) {
    throw new StartFault(`${error.message.split('. ')[0]}. The only option is --fleet N.`)
  }
  const env = { ...ensureSecrets(), ...process.env }
  const hasOrgKey = Boolean(env.MACHINEID_ORG_KEY || env.MACHINEID_ORG_KEY_FILE)
  const authorityAt = authorityOf({ baseUrl: env.MACHINEID_BASE_URL, hasOrgKey })
  const embedded = authorityAt === 'embedded'
  if (fleet !== undefined && !/^[1-9]\d{0,4}$/.test(fleet))
    throw new StartFault('--fleet takes a number of agents, such as 25.')
  if (fleet && !embedded)
    throw new StartFault(
      '--fleet runs against the embedded authority only: it would register devices in your real org.',
    )
  const address = (what, hostName, portName) => ({
    what,
    host: env[hostName] || DEFAULTS[hostName],
    port: Number(env[portName] || DEFAULTS[portName]),
    given: env[portName],
    portName,
    hostName,
  })
  const console_ = address('console', 'CONSOLE_HOST', 'PORT')
  const authority = address('authority', 'AUTHORITY_HOST', 'AUTHORITY_PORT')
  const dataDir = env.DATA_DIR || DEFAULTS.DATA_DIR
  return { env, embedded, authorityAt, fleet, dataDir, console: console_, authority }
}

/** Everything that must be right before anything is started. @throws {StartFault} */
async function prepare({ env, embedded, dataDir, console: console_, authority }, supervisor) {
  const sentence = await listenFault(embedded ? [console_, authority] : [console_])
  if (sentence) throw new StartFault(sentence)
  const building = { env: buildEnv(env) }
  const node = (args, options) => supervisor.run(process.execPath, args, options)
  const npm = (command, args) => supervisor.run(command, args, { ...building, shell: process.platform === 'win32' })
  const notInstalled = await installIfNeeded(npm)
  if (notInstalled) throw new StartFault(notInstalled)
  if (areProgramsStale() && (await node(['scripts/bundle.mjs'], building)) !== 0)
    throw new StartFault('The programs could not be bundled; the reason is printed above.')
  // The console's and the authority's settings together, as this alone looks at both.
  const looked = { env: { ...authorityEnv(env), ...consoleEnv(env, true) } }
  if ((await node(['dist/preflight.mjs', ...(embedded ? ['authority'] : [])], looked)) !== 0)
    throw new StartFault('Nothing was started; what is wrong is printed above.')
  if (isBuildStale(env.NEXT_DIST_DIR)) {
    console.log('Building (about a minute) …')
    if (!(await makeBuild(supervisor, { ...building, stdout: 'ignore' })))
      throw new StartFault('The build failed. `npm run build` shows all that it says.')
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
}

async function startAll(
  { env, embedded, authorityAt, fleet, dataDir, console: console_, authority },
  supervisor,
  fail,
) {
  const onExit = (sentence) => void fail(sentence)
  const authorityUrl = ownUrlOf(authority.host, authority.port)
  const consoleUrl = ownUrlOf(console_.host, console_.port)
  if (embedded) {
    const program = supervisor.start('authority', ['dist/authority.mjs'], { env: authorityEnv(env), onExit })
    await untilReady(program, authorityUrl, supervisor)
    program.keep()
  }
  const given = Boolean(env.ADMIN_PASSWORD || env.ADMIN_PASSWORD_FILE)
  const admin = {
    email: env.ADMIN_EMAIL || 'admin@example.org',
    given,
    password: given ? '' : makePassword(),
    made: false,
  }
  const forConsole = { ...consoleEnv(env, embedded), ADMIN_EMAIL: admin.email }
  if (!given) forConsole.ADMIN_PASSWORD = admin.password
  const onLine = (line) => {
    if (line.includes('"first-admin-made"')) admin.made = true
  }
  const program = supervisor.start('console', ['scripts/start.mjs'], { env: forConsole, onExit, onLine })
  await untilReady(program, consoleUrl, supervisor)
  program.keep()
  await printReport({ env, embedded, authorityAt, dataDir, admin, authorityUrl, consoleUrl })
  if (!fleet || supervisor.isEnding()) return
  const args = ['--count', fleet, '--interval', '2s', '--base-url', authorityUrl, '--respawn']
  supervisor.start('fleet', ['dist/fleet.mjs', ...args], { env: fleetEnv(env), show: true, onExit: console.log })
}
