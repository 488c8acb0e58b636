import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'

/** First bytes of an entry in the directory at the end of a zip. */
const ENTRY = Buffer.from('PK\x01\x02')
const [NAME_LENGTH_AT, MODE_AT, NAME_AT] = [28, 40, 46]

/** The mode of each file by its path, from the directory at the end of the zip: `unzipSync` does not give it. */
export function modesOf(zip: Uint8Array): Map<string, number> {
  const bytes = Buffer.from(zip)
  const modes = new Map<string, number>()
  for (let at = bytes.indexOf(ENTRY); at >= 0; at = bytes.indexOf(ENTRY, at + NAME_AT)) {
    const name = bytes.toString('utf8', at + NAME_AT, at + NAME_AT + bytes.readUInt16LE(at + NAME_LENGTH_AT))
    modes.set(name, bytes.readUInt16LE(at + MODE_AT) & 0o777)
  }
  return modes
}

/** Writes the files of a zip into a folder. @returns their paths there. @throws RangeError for one that leads out of it. */
export function unpackZip(zip: Uint8Array, folder: string): string[] {
  const modes = modesOf(zip)
  return Object.entries(unzipSync(zip)).map(([path, bytes]) => {
    if (path.startsWith('/') || /\\|(?:^|\/)\.\.(?:\/|$)/.test(path)) throw new RangeError(`${path} leads out`)
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
    chmodSync(join(folder, path), modes.get(path) ?? 0o600)
    return path
  })
}
