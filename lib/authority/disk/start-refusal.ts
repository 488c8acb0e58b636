/** Why the authority does not start, as one message with what to do. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal'
}

/** Another authority has its data in this folder, and runs. */
export class FolderInUse extends StartRefusal {}

const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])

/** The refusal for a write that found no room, which says nothing about the file; null for any other fault. */
export const diskFull = (file: string, error: unknown): StartRefusal | null =>
  FULL.has(String((error as { code?: string }).code))
    ? new StartRefusal(
        `The disk of ${file} is full: no stop could be kept. Free at least 1 MB there, then start again.`,
      )
    : null
