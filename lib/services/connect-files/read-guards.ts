/** The files of `guards`, as they are in the folder of the app: what is handed out is what the tests run. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FRAMEWORKS } from '@/lib/domain/connect/frameworks'
import { type GuardSources, sourcesOf } from '@/lib/domain/connect/hand-out'
import { AppError } from '@/lib/domain/errors'

const FOLDER = 'guards'
let kept: Promise<GuardSources> | undefined

/** Every file that the table of frameworks names, by its path in `guards`; read once. @throws AppError `unavailable` */
export function readGuards(): Promise<GuardSources> {
  kept ??= readAll().catch((error: unknown) => {
    kept = undefined
    throw new AppError(
      'unavailable',
      'The files of the guards are not in the folder of the console. Install it anew.',
      {
        cause: error,
      },
    )
  })
  return kept
}

async function readAll(): Promise<GuardSources> {
  const paths = [...new Set(FRAMEWORKS.flatMap(sourcesOf))]
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(FOLDER, path), 'utf8')] as const),
  )
  return new Map(texts)
}
