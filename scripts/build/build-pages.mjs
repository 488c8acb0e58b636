/**
 * Builds the pages. `.env.local` is for the programs when they run, and one reader alone says what its lines mean: the framework's
 * own, which takes some of them for something else, finds in its environment that there is nothing left to read.
 */
import { fileURLToPath } from 'node:url'

/** The framework reads no file into an environment that has this. */
export const FILES_ARE_READ = { __NEXT_PROCESSED_ENV: 'true' }

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  Object.assign(process.env, FILES_ARE_READ)
  process.argv.splice(2, process.argv.length, 'build')
  await import('next/dist/bin/next')
}
