/**
 * Compares the anchors of a file with their key, with each other, and with the head that a person kept. Each promise is
 * a check of its own.
 */
import type { KeyObject } from 'node:crypto'
import type { FindingCode, RecordFinding } from '@/lib/domain/record-verdict'
import { type Anchor, anchorHash, fingerprint } from '../anchors/anchor'
import type { AnchorFile } from '../anchors/read-anchors'
import type { KeptHead } from '../kept-head'

/** `trusted`: those of the file that are signed with the key. */
type Given = { file: AnchorFile; trusted: ReadonlySet<Anchor>; publicKey: KeyObject; kept: KeptHead | null }
type Check = (given: Given) => Iterable<[FindingCode, string]>

/** @returns the first finding of each check. */
export function checkAnchors(given: Given, checks: readonly Check[] = ANCHOR_CHECKS): RecordFinding[] {
  return checks.flatMap((check) => {
    const [first] = check(given)
    return first ? [{ code: first[0], what: first[1], sequence: null, id: null }] : []
  })
}

const nameOf = (anchors: readonly Anchor[], index: number): string =>
  `anchor ${index + 1} (${(anchors[index] as Anchor).at})`

function* isKeptKey({ publicKey, kept }: Given): Generator<[FindingCode, string]> {
  const key = fingerprint(publicKey)
  if (kept?.key && !key.startsWith(kept.key))
    yield [
      'key-changed',
      `the key is ${key.slice(0, kept.key.length)}…, and the head that you kept names ${kept.key}…: the key was exchanged, or --public-key names another one`,
    ]
}

function* areSigned({ file, trusted }: Given): Generator<[FindingCode, string]> {
  if (file.damagedLine !== null)
    yield ['anchors-foreign', `line ${file.damagedLine} of the anchors is no anchor: the file was changed`]
  for (const [index, anchor] of file.anchors.entries())
    if (!trusted.has(anchor))
      yield [
        'anchors-foreign',
        `${nameOf(file.anchors, index)} is not signed with this key: it was changed, or comes from another console`,
      ]
}

function* beginsAtTheFirst({ file: { anchors } }: Given): Generator<[FindingCode, string]> {
  if (anchors[0]?.previous)
    yield [
      'anchors-dangling',
      `${nameOf(anchors, 0)} follows another one, which is gone: the first anchors were removed. If they went elsewhere before, name that file first, with another --anchor`,
    ]
}

function* followEachOther({ file: { anchors } }: Given): Generator<[FindingCode, string]> {
  for (let index = 1; index < anchors.length; index += 1) {
    const { previous } = anchors[index] as Anchor
    if (previous === anchorHash(anchors[index - 1] as Anchor)) continue
    const why =
      previous === null
        ? 'begins anew: those between were removed, or the console had lost them. Where a version before this one sent them to an address, that was at each of its starts: verify with the lines from here on'
        : 'does not follow the one before it: an anchor is missing, was repeated or was moved'
    yield ['anchors-gap', `${nameOf(anchors, index)} ${why}`]
  }
}

function* neverSayLess({ file: { anchors } }: Given): Generator<[FindingCode, string]> {
  for (let index = 1; index < anchors.length; index += 1) {
    const now = new Map((anchors[index] as Anchor).heads.map((head) => [head.chain, head.sequence]))
    if ((anchors[index - 1] as Anchor).heads.some((head) => (now.get(head.chain) ?? 0) < head.sequence))
      yield ['anchors-shrunk', `${nameOf(anchors, index)} says less than the one before it: the record was rolled back`]
  }
}

function* reachTheKeptOne({ file: { anchors, areElsewhere }, kept }: Given): Generator<[FindingCode, string]> {
  const { anchor } = kept ?? {}
  if (anchor && !areElsewhere && !anchors.some((each) => anchorHash(each).startsWith(anchor)))
    yield [
      'anchors-cut',
      'the anchor that was the newest when you kept the head is gone: anchors were removed, or the file is an older copy',
    ]
}

export const ANCHOR_CHECKS = [
  isKeptKey,
  areSigned,
  beginsAtTheFirst,
  followEachOther,
  neverSayLess,
  reachTheKeptOne,
] as const satisfies readonly Check[]
