/** Looks for secrets in bytes: as they are, and in the codings in which a program could write them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** `name` says which secret it is; its text is never printed. */
export type Canary = { name: string; text: string }
export type Hit = { canary: string; where: string; as: string }

/** A secret that was cut is one too: so many characters out of its middle are looked for. */
const PIECE_CHARS = 16

const middle = (text: string): string => {
  const from = Math.max(0, Math.floor((text.length - PIECE_CHARS) / 2))
  return text.slice(from, from + PIECE_CHARS)
}

/** Base64 of a text inside a longer one has three forms, by where it begins; the first and last characters depend on its neighbours. */
function base64Forms(piece: string): string[] {
  return [0, 1, 2].map((shift) => {
    const coded = Buffer.from('\0'.repeat(shift) + piece).toString('base64')
    return coded.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + piece.length) * 8) / 6) - 1)
  })
}

const wide = (piece: string) => Buffer.from(piece, 'utf16le').toString('latin1')

/** Each form of a secret that is looked for, in bytes as latin1. */
export function formsOf({ text }: Canary): [as: string, form: string][] {
  const piece = middle(text)
  const escaped = [...piece].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
  return [
    ['as it is', piece],
    ['backwards', [...piece].reverse().join('')],
    ['hexadecimal', Buffer.from(piece).toString('hex')],
    ['percent-encoded', escaped],
    ['percent-encoded', encodeURIComponent(piece)],
    ['UTF-16', wide(piece)],
    ...base64Forms(piece).flatMap((form): [string, string][] => [
      ['base64', form],
      ['base64url', form.replaceAll('+', '-').replaceAll('/', '_')],
    ]),
  ]
}

/** @param bytes what is looked through. @param where how a hit names it. */
export function findSecrets(canaries: readonly Canary[], bytes: Buffer | string, where: string): Hit[] {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1')
  const folded = text.toLowerCase()
  return canaries.flatMap((canary) => {
    // Hexadecimal digits are written in either case.
    const found = formsOf(canary).find(([as, form]) =>
      as === 'hexadecimal' || as === 'percent-encoded' ? folded.includes(form.toLowerCase()) : text.includes(form),
    )
    return found ? [{ canary: canary.name, where, as: found[0] }] : []
  })
}

/** The same in every file below a folder. @returns how many files and bytes were looked through, too. */
export function findInFolder(
  canaries: readonly Canary[],
  folder: string,
): { hits: Hit[]; files: number; bytes: number } {
  const looked = { hits: [] as Hit[], files: 0, bytes: 0 }
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path)
    if (!statSync(file).isFile()) continue
    const bytes = readFileSync(file)
    looked.hits.push(...findSecrets(canaries, bytes, path))
    looked.files += 1
    looked.bytes += bytes.length
  }
  return looked
}
