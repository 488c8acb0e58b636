/** Whether something built is older than what it was built from. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = [
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
  'scripts/admin.ts',
]

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (stat.isFile()) return stat.mtimeMs
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !/\.test\.tsx?$/.test(entry.name))
    .reduce((latest, entry) => Math.max(latest, newest(join(path, entry.name))), 0)
}

/** True when the production build is missing or older than a source. */
export const isBuildStale = (distDir = '.next') =>
  (statSync(join(distDir, 'BUILD_ID'), { throwIfNoEntry: false })?.mtimeMs ?? 0) < Math.max(...SOURCES.map(newest))
