/** The files of one agent as one zip, in a folder of their own, with the bytes that the page shows. */
import { strToU8, type Zippable, zipSync } from 'fflate'
import type { HandedFile } from '@/lib/domain/connect/hand-out'

/** The system whose modes the zip carries. */
const UNIX = 3
const REGULAR = 0o100000
const RUNS = 0o755
const READS = 0o644

/** Programs of a shell may be started by their name alone. */
const modeOf = (name: string): number => REGULAR | (name.endsWith('.sh') ? RUNS : READS)

/**
 * @param folder what the zip unpacks to, as `safeName` makes it. @param at of each file, epoch ms.
 * @throws RangeError for a name that would not be a file of that folder.
 */
export function zipFiles(files: readonly HandedFile[], folder: string, at: number): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {}
  for (const { name, text } of files) {
    for (const part of [folder, name]) if (!isPlainName(part)) throw new RangeError(`${part} is no name of a file`)
    entries[`${folder}/${name}`] = [strToU8(text), { os: UNIX, attrs: modeOf(name) << 16, mtime: at }]
  }
  return new Uint8Array(zipSync(entries))
}

/** One name in one folder, on each system: no path, no dot in front, no sign that a system reads as another. */
const isPlainName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) && !name.endsWith('.')
