/**
 * `npm test`: installs what is missing, then everything that proves the project, in the order in which it fails fastest. Steps
 * that need nothing of each other run side by side, and speak in turn. The last line is `N passed, N failed`; a step that did not
 * run counts as failed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBuild } from './build/make-build.mjs'
import { nodeFault } from './start/check-node.mjs'
import { buildEnv } from './start/child-env.mjs'
import { installIfNeeded } from './start/install.mjs'
import { createSupervisor } from './start/supervisor.mjs'
import { findBrowser } from './testing/find-browser.mjs'
import { failOpenFigure, readCells } from './testing/guard-figures.mjs'
import { leaveTally } from './testing/tally.mjs'

const fault = nodeFault() ?? (await installIfNeeded())
if (fault) {
  console.error(fault)
  process.exit(1)
}
const browser = findBrowser()
const reports = mkdtempSync(join(tmpdir(), 'console-test-'))
const tally = { passed: 0, failed: 0 }

/** Runs one command; `output` is where it writes. */
function run(command, args, { output = 'inherit', env = {} } = {}) {
  const child = spawn('npx', ['--no-install', command, ...args], {
    stdio: ['ignore', output, output],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    shell: process.platform === 'win32',
  })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(false)
    })
    child.once('exit', (status) => resolve(status === 0))
  })
}

/** `after`: the step beside which this one runs. What it says is kept until that one has ended. */
async function step(title, works, { after } = {}) {
  const kept = after && join(reports, `${title}.txt`)
  if (!kept) console.log(`\n── ${title}`)
  const startedAt = Date.now()
  const { passed, failed } = await works(kept ? openSync(kept, 'w') : 'inherit')
  const seconds = Math.round((Date.now() - startedAt) / 1_000)
  await after
  if (kept) console.log(`\n── ${title}\n${readFileSync(kept, 'utf8').trimEnd()}`)
  tally.passed += passed
  tally.failed += failed
  console.log(`── ${title}: ${passed} passed, ${failed} failed (${seconds} s)`)
  return failed === 0
}

const one = (worked) => ({ passed: worked ? 1 : 0, failed: worked ? 0 : 1 })

/** Counts of a test runner from its report; a run without a report, or without a test, is a failure. */
function counted(worked, report, read) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')))
    return { passed, failed: failed || (worked && passed > 0 ? 0 : 1) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

const unitReport = join(reports, 'unit.json')
const e2eReport = join(reports, 'e2e.json')

const types = step('types', async () => one((await run('next', ['typegen'])) && (await run('tsc', ['--noEmit']))))
const lint = step(
  'lint',
  async (output) => one(await run('biome', ['check', '--error-on-warnings', '.'], { output })),
  {
    after: types,
  },
)
await step('unused code', async (output) => one(await run('knip', [], { output })), { after: lint })
await step('programs', () =>
  one(spawnSync(process.execPath, ['scripts/bundle.mjs'], { stdio: 'inherit' }).status === 0),
)
const unit = step('unit and contract tests', async () =>
  counted(
    await run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`], {
      env: { GUARDS_CELLS: reports },
    }),
    unitReport,
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numPendingTests + report.numTodoTests,
    }),
  ),
)
const supervisor = createSupervisor({ logFolder: reports, say: console.log })
const built = await step(
  'production build',
  async (stdout) => one(await makeBuild(supervisor, { env: buildEnv(process.env), stdout })),
  { after: unit },
)
await step('e2e', async () => {
  if (!built) return { passed: 0, failed: 1 }
  if (!browser) {
    console.error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
    return { passed: 0, failed: 1 }
  }
  const worked = await run('playwright', ['test', '--reporter=list,json'], {
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
  })
  return counted(worked, e2eReport, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
  }))
})

const cells = readCells(reports)
leaveTally({ ...tally, cells })
console.log(`\n${JSON.stringify(failOpenFigure(cells))}`)
console.log(`\n${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1
