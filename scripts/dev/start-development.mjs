/** Makes the seed where there is none, starts authority, console and fleet, and starts again what a change concerns. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ownUrlOf } from '../../lib/domain/url-of.mjs'
import { areProgramsStale } from '../build/stale.mjs'
import { fleetEnv } from '../start/child-env.mjs'
import { installIfNeeded } from '../start/install.mjs'
import { listenFault } from '../start/listen-fault.mjs'
import { runSupervised, StartFault, untilReady } from '../start/run-supervised.mjs'
import { DEV_AGENTS, DEV_DATA_DIR, DEV_DEFAULTS, DEV_PASSWORD, DEV_PEOPLE, devEnv } from './dev-settings.mjs'
import { watchSources } from './watch-sources.mjs'

const HOST = '127.0.0.1'
const USAGE = 'npm run dev -- [--fresh] [--port N] [--authority-port N]'
/** Written when the seed is complete: a folder without it is thrown away. */
const SEEDED = 'seeded'

/** @param {string[]} argv what follows `npm run dev --` */
export const develop = (argv) =>
  runSupervised(
    'npm run dev',
    () => readSettings(argv),
    async (settings, supervisor, fail) => {
      await prepare(settings, supervisor)
      await startAll(settings, supervisor, fail)
    },
  )

function readSettings(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: DEV_DEFAULTS.port },
        'authority-port': { type: 'string', default: DEV_DEFAULTS.authorityPort },
      },
    })
    const settings = {
      fresh: values.fresh,
      port: Number(values.port),
      authorityPort: Number(values['authority-port']),
      dataDir: DEV_DATA_DIR,
    }
    return { ...settings, env: devEnv(settings) }
  } catch (error) {
    throw new StartFault(`${error.message.split('. ')[0]}. ${USAGE}`)
  }
}

/** Installs, bundles and makes the seed. @throws {StartFault} */
async function prepare({ fresh, dataDir, port, authorityPort, env }, supervisor) {
  const address = (what, portName, number) => ({
    what,
    host: HOST,
    port: number,
    given: number,
    portName,
    hostName: 'the host',
  })
  const sentence = await listenFault([
    address('console', '--port', port),
    address('authority', '--authority-port', authorityPort),
  ])
  if (sentence) throw new StartFault(sentence)
  const notInstalled = await installIfNeeded((command, args) =>
    supervisor.run(command, args, { env, shell: process.platform === 'win32' }),
  )
  if (notInstalled) throw new StartFault(notInstalled)
  if (areProgramsStale() && !(await bundle(supervisor, env)))
    throw new StartFault('The programs could not be bundled; what it said is above.')
  if (fresh || !existsSync(join(dataDir, SEEDED))) await seed(dataDir, env, supervisor)
}

const bundle = async (supervisor, env) =>
  (await supervisor.run(process.execPath, ['scripts/bundle.mjs'], { env })) === 0

async function seed(dataDir, env, supervisor) {
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  console.log('Making a history to look at (about half a minute) …')
  // Production, as in tests: only the console's pages are in development mode.
  const code = await supervisor.run(process.execPath, ['dist/seed.mjs'], {
    env: { ...env, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    stdout: 'inherit',
  })
  if (code !== 0) throw new StartFault('The history could not be made; what it said is above.')
  writeFileSync(join(dataDir, SEEDED), '')
}

async function startAll({ port, authorityPort, env, dataDir }, supervisor, fail) {
  const onExit = (sentence) => void fail(sentence)
  const consoleUrl = ownUrlOf(HOST, port)
  const authorityUrl = ownUrlOf(HOST, authorityPort)
  const authority = supervisor.start('authority', ['dist/authority.mjs'], { env, onExit })
  await untilReady(authority, authorityUrl, supervisor)
  authority.keep()
  const app = supervisor.start('console', ['scripts/start.mjs'], { env, show: true, onExit })
  await untilReady(app, consoleUrl, supervisor)
  app.keep()
  const agents = [
    '--count',
    String(DEV_AGENTS),
    '--interval',
    'cron-nightly=20s,*=2s',
    '--base-url',
    authorityUrl,
    '--respawn',
  ]
  supervisor.start('fleet', ['dist/fleet.mjs', ...agents], { env: fleetEnv(env), onExit: console.log }).keep()
  watchSources({
    say: console.log,
    bundle: () => bundle(supervisor, env),
    restart: (part) => (part === 'authority' ? authority : app).restart(),
    isEnding: supervisor.isEnding,
  })
  const people = Object.entries(DEV_PEOPLE).map(([role, { email }]) => `${email} (${role})`)
  console.log(
    [
      '',
      `  Console    ${consoleUrl}`,
      `  Stop page  ${consoleUrl}/stop`,
      `  Sign in    ${people.join(', ')}`,
      `  Password   ${DEV_PASSWORD}`,
      `  Data       ${dataDir}; npm run dev -- --fresh makes it anew`,
      '',
      '  Pages reload when they change; a change of the server part starts that part again. Ctrl-C ends everything.',
      '',
    ].join('\n'),
  )
}
