/**
 * `node scripts/run.mjs NAME [arguments…]`: starts a bundled program in this very process (so signals reach it),
 * bundling first when a source is newer than the bundle.
 */
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const newest = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)

const [name] = process.argv.splice(2, 1)
const target = resolve('dist', `${name}.mjs`)
const builtAt = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0
if (builtAt < Math.max(newest('lib'), newest('scripts'))) {
  const { bundle } = await import('./bundle.mjs')
  await bundle()
}
process.argv[1] = target
await import(pathToFileURL(target).href)
