/**
 * `npm run dev [-- --fresh]`: the console to work on, with a history, a fleet and pages that reload. It has a data folder and
 * ports of its own and reads no `.env.local`, so it never meets the console of `npm run up`.
 */
import { nodeFault } from './start/check-node.mjs'

const fault = nodeFault()
if (fault) {
  console.error(fault)
  process.exit(1)
}
// Only now: an older Node could not even read what these import.
const { develop } = await import('./dev/start-development.mjs')
await develop(process.argv.slice(2))
