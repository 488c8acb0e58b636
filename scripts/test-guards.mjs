/**
 * `npm run test:guards`: the Python guards against the real frameworks and the embedded authority. The last line is
 * `N passed, N failed`, with the counts of `npm test` in it when `TEST_TALLY` names a file that this left.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { areProgramsStale } from './build/stale.mjs'
import { bundle } from './bundle.mjs'
import {
  failOpen,
  failOpenFigure,
  overheadFigure,
  readCells,
  readTwins,
  twinsFigure,
} from './testing/guard-figures.mjs'
import { guardOverhead } from './testing/guard-overhead.mjs'
import { guardsPython } from './testing/guards-python.mjs'
import { tallyOfBefore } from './testing/tally.mjs'

const TESTS = 'guards/python/tests'

/** Runs all tests, or those that the command line names. A test that did not run counts as failed, and so does a run without one. */
async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'guards-test-'))
  const report = join(folder, 'report.xml')
  if (areProgramsStale()) await bundle()
  const args = process.argv.length > 2 ? process.argv.slice(2) : [TESTS]
  const { status } = spawnSync(
    guardsPython(),
    [
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      '--disable-warnings',
      '--numprocesses=2',
      '--rootdir',
      TESTS,
      `--junitxml=${report}`,
      ...args,
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '', GUARDS_CELLS: folder },
    },
  )
  const cells = readCells(folder)
  printMatrix(cells)
  if (process.argv.length === 2) await printFigures(folder, [...before.cells, ...cells])
  const suite = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? ''
  const [tests, ...lost] = ['tests', 'errors', 'failures', 'skipped'].map((name) =>
    Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1]),
  )
  const failed = lost.reduce((sum, count) => sum + count, 0)
  const passed = tests - failed
  return { passed, failed: failed || (status === 0 && passed > 0 ? 0 : 1) }
}

/** Says for each path of a framework how many cells of the matrix were run, and in how many work began after the denial. */
function printMatrix(cells) {
  for (const path of [...new Set(cells.map((cell) => cell.path))].sort()) {
    const some = cells.filter((cell) => cell.path === path)
    console.log(`${path.padEnd(36)} ${String(some.length).padStart(3)} cells, ${failOpen(some)} in which work began`)
  }
}

/** The figures of a whole run; of some files they would say less than their names. @param cells of both languages, where known. */
async function printFigures(folder, cells) {
  const figures = [
    failOpenFigure(cells),
    twinsFigure(readTwins(folder)),
    overheadFigure(await guardOverhead(guardsPython())),
  ]
  for (const figure of figures) console.log(JSON.stringify(figure))
}

const before = tallyOfBefore()
const own = await runTests().catch((error) => {
  console.error(error.message)
  return { passed: 0, failed: 1 }
})
const failed = before.failed + own.failed
console.log(`\n${before.passed + own.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
