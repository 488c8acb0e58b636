/**
 * `npm run release -- VERSION [--dry-run]`: version, changelog, commit, tag and a list of all packages. Pushes nothing. A release
 * that cannot go on says why in one sentence, leaves the tree as it was and exits with code 1.
 */
import { parseArgs } from 'node:util'
import { ReleaseFault, release } from './release/release.mjs'

try {
  const { values, positionals } = parseArgs({ options: { 'dry-run': { type: 'boolean' } }, allowPositionals: true })
  release({ version: positionals[0] ?? '', isDry: values['dry-run'] === true, say: console.log, today: new Date() })
} catch (error) {
  const isKnown = error instanceof ReleaseFault || error.code?.startsWith('ERR_PARSE_ARGS')
  console.error(isKnown ? error.message : error)
  process.exitCode = 1
}
