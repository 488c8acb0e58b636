/** `npm run admin -- migrate-store`: moves the console from its SQLite file to PostgreSQL. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { ANCHORS_ELSEWHERE, type AnchorFile, NO_ANCHORS, readAnchors } from '@/lib/audit/anchors/read-anchors'
import { verifyDatabase } from '@/lib/audit/verify/verify-database'
import { AppError } from '@/lib/domain/errors'
import type { Config } from '@/lib/server/config/config'
import { dataFiles } from '@/lib/server/config/data-files'
import { type MoveOptions, moveStore } from '@/lib/store/move/move-store'
import { nameOfStore } from '@/lib/store/open/store-location'
import { createProgressLine, movedWords } from './migrate-words'

/** @param say takes a line of progress. @throws AppError with what happened, what it means and what to do. */
export async function migrateStore(config: Config, startOver: boolean, say: (line: string) => void): Promise<string> {
  const { database: location, dataDir } = config
  const path = dataFiles(dataDir).database
  if (typeof location === 'string')
    throw new AppError(
      'internal',
      'DATABASE_URL is not set, so that there is no database to copy into. Nothing was changed. Set it to an empty PostgreSQL database.',
    )
  const publicKey = signingKeyOf(config)
  const progressLine = createProgressLine(() => performance.now())
  const moved = await moveStore({
    path,
    location,
    startOver,
    onProgress(progress) {
      const line = progressLine(progress)
      if (line) say(line)
    },
    verify: compareRecords(config, publicKey, say),
  })
  return movedWords(moved, path, nameOfStore(location))
}

function signingKeyOf({ auditSigningKey }: Config): KeyObject {
  const file = `${auditSigningKey}.pub`
  try {
    return createPublicKey(readFileSync(file))
  } catch (cause) {
    throw new AppError(
      'internal',
      `The public half of the signing key, ${file}, cannot be read (${(cause as Error).message}), so that the record could not be verified. Nothing was changed. Set DATA_DIR or AUDIT_SIGNING_KEY_FILE as the console has it.`,
      { cause },
    )
  }
}

/** The record is verified in the file and in the database: both must say the same. */
const compareRecords =
  (config: Config, publicKey: KeyObject, say: (line: string) => void): MoveOptions['verify'] =>
  async (file, readDatabase) => {
    say('Verifying the record in the file and in the database.')
    const anchors = anchorsOf(config.auditAnchor)
    const [inFile, inDatabase] = [
      await verifyDatabase(file, anchors, publicKey, null),
      await readDatabase((db) => verifyDatabase(db, anchors, publicKey, null)),
    ]
    if (!isDeepStrictEqual(inFile, inDatabase))
      throw new AppError(
        'internal',
        `The record in the database does not verify as that in the file does (${inDatabase.findings[0]?.what ?? 'another end'}). The copy is not complete, and no console starts on it. Run this again with --start-over.`,
      )
    say(
      inFile.ok
        ? `The record fits together in both: ${inFile.events.toLocaleString('en')} events.`
        : `The record was not what was written before it was copied: ${inFile.findings.map(({ what }) => what).join('; ')}. It is copied as it is; npm run audit:verify says more.`,
    )
  }

const anchorsOf = (anchor: string): AnchorFile => {
  if (anchor.startsWith('https://')) return ANCHORS_ELSEWHERE
  return existsSync(anchor) ? readAnchors(anchor) : NO_ANCHORS
}
