/**
 * Whether something built was built from the sources that are here now, decided by their contents: times of files say nothing
 * after a copy, a checkout of an older version or a change of the clock.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the pages are built of. */
export const BUILD_SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'package-lock.json',
  'next.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'tailwind.config.ts',
  'postcss.config.mjs',
  'scripts/bundle.mjs',
]
/** What the programs in `dist` are built of. */
export const PROGRAM_SOURCES = [
  'lib',
  'testing',
  'e2e',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]
const PROGRAMS_DIGEST = join('dist', 'sources.sha256')

function* filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) {
    if (!/\.test\.tsx?$/.test(path)) yield path
    return
  }
  for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name))
}

function digestOf(paths) {
  const digest = createHash('sha256')
  for (const path of paths)
    for (const file of filesOf(path)) {
      const content = readFileSync(file)
      digest.update(`${file.replaceAll('\\', '/')} ${content.length}\n`).update(content)
    }
  return digest.digest('hex')
}

const textOf = (path) => (statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8').trim() : '')

/** What a production build of these sources is called: its `BUILD_ID`. */
export const buildDigest = () => digestOf(BUILD_SOURCES).slice(0, 32)

/** What the bundled programs in `dist` were made of, kept beside them in `dist/sources.sha256`. */
export const programsDigest = () => digestOf(PROGRAM_SOURCES)
export { PROGRAMS_DIGEST }

/** True when the production build is missing or made of other sources. */
export const isBuildStale = (distDir = '.next') => textOf(join(distDir, 'BUILD_ID')) !== buildDigest()

/** True when the bundled programs are missing or made of other sources. */
export const areProgramsStale = () => textOf(PROGRAMS_DIGEST) !== programsDigest()
