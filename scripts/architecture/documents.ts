import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

export type Document = { path: string; text: string }

const FOLDERS = ['.github', 'components', 'docs', 'lib', 'scripts', 'testing']

/** Every document of the repository: those at its root, those in docs, and the README of each room. */
export function readDocuments(): Document[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      posix.join(folder, name.replaceAll('\\', '/')),
    ),
  )
  return [...readdirSync('.'), ...inFolders]
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}
