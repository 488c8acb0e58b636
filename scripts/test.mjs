/**
 * `npm test`: installs what is missing, then everything that proves the project, in the order in which it fails fastest.
 * The last line is `N passed, N failed`; a step that did not run counts as failed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBuild } from './build/make-build.mjs'
import { nodeFault } from './start/check-node.mjs'
import { buildEnv } from './start/child-env.mjs'
import { installIfNeeded } from './start/install.mjs'
import { createSupervisor } from './start/supervisor.mjs'
import { findBrowser } from './testing/find-browser.mjs'

const fault = nodeFault() ?? (await installIfNeeded())
if (fault) {
  console.error(fault)
  process.exit(1)
}
const browser = findBrowser()
const reports = mkdtempSync(join(tmpdir(), 'console-test-'))
const tally = { passed: 0, failed: 0 }

/** Runs one command; its output goes straight to the screen. */
function run(command, args, env = {}) {
  const { status } = spawnSync('npx', ['--no-install', command, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    shell: process.platform === 'win32',
  })
  return status === 0
}

async function step(title, works) {
  console.log(`\n── ${title}`)
  const startedAt = Date.now()
  const { passed, failed } = await works()
  tally.passed += passed
  tally.failed += failed
  console.log(`── ${title}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - startedAt) / 1_000)} s)`)
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

await step('types', () => one(run('next', ['typegen']) && run('tsc', ['--noEmit'])))
await step('lint', () => one(run('biome', ['check', '--error-on-warnings', '.'])))
await step('unused code', () => one(run('knip', [])))
await step('programs', () =>
  one(spawnSync(process.execPath, ['scripts/bundle.mjs'], { stdio: 'inherit' }).status === 0),
)
await step('unit and contract tests', () =>
  counted(
    run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`]),
    unitReport,
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numPendingTests + report.numTodoTests,
    }),
  ),
)
const supervisor = createSupervisor({ logFolder: reports, say: console.log })
const built = await step('production build', async () =>
  one(await makeBuild(supervisor, { env: buildEnv(process.env), stdout: 'inherit' })),
)
await step('e2e', () => {
  if (!built) return { passed: 0, failed: 1 }
  if (!browser) {
    console.error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
    return { passed: 0, failed: 1 }
  }
  const worked = run('playwright', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport,
  })
  return counted(worked, e2eReport, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
  }))
})

console.log(`\n${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1
