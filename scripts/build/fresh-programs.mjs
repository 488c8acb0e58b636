/** Before tests: programs that some of them start are those of the sources that are here now. */
import { bundle } from '../bundle.mjs'
import { areProgramsStale } from './stale.mjs'

export async function setup() {
  if (areProgramsStale()) await bundle()
}
