/**
 * `npm run up [-- --fleet N]`: from a fresh clone to a running console in one command. Needs nothing but Node and npm;
 * everything it starts ends with it. A start that fails says why in one sentence, ends everything and exits with code 1.
 */
import { nodeFault } from './start/check-node.mjs'

const fault = nodeFault()
if (fault) {
  console.error(fault)
  process.exit(1)
}
// Only now: an older Node could not even read what these import.
const { up } = await import('./start/start-everything.mjs')
await up(process.argv.slice(2))
