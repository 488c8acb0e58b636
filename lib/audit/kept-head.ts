/**
 * The head of the record as a person keeps it, one line of text: where the whole record and the record of one org ended, the
 * key that signs, and the newest anchor. Who holds it can prove later that neither record nor anchors were cut off or replaced.
 */
import { InvalidInput } from '@/lib/domain/errors'
import type { AuditHeadRow } from '@/lib/store/rows/audit-rows'

/**
 * `whole` and `own`: a head of the chain of the deployment, and of an org. `either`: a head of one of the two, not known which.
 * `key` and `anchor`: beginnings of their SHA-256, in hex. What is not known is null.
 */
export type KeptHead = {
  whole: { sequence: number; hash: string } | null
  own: AuditHeadRow | null
  either: { sequence: number | null; hash: string } | null
  key: string | null
  anchor: string | null
}

const FORM = 'head1'
/** 128 bits. */
const SHORT_CHARS = 32
const NONE = '-'
const SEQUENCE = '(\\d{1,15})'
const HASH = '([0-9a-f]{64})'
const SHORT = `([0-9a-f]{${SHORT_CHARS}}|${NONE})`
const WHOLE_FORM = new RegExp(`^${FORM}:${SEQUENCE}:${HASH}:([^:]+):${SEQUENCE}:${HASH}:${SHORT}:${SHORT}$`)
const BARE_FORM = new RegExp(`^(?:${SEQUENCE}:)?${HASH}$`)

/** @param key and @param anchor SHA-256 in hex; null where there is none. */
export function formatHead(
  whole: { sequence: number; hash: string },
  own: AuditHeadRow,
  key: string | null,
  anchor: string | null,
): string {
  const short = (hash: string | null) => hash?.slice(0, SHORT_CHARS) || NONE
  return [FORM, whole.sequence, whole.hash, own.chain, own.sequence, own.hash, short(key), short(anchor)].join(':')
}

/** Also takes a hash alone, or `sequence:hash`. @throws InvalidInput for anything else. */
export function parseHead(text: string): KeptHead {
  const given = text.trim()
  const none: KeptHead = { whole: null, own: null, either: null, key: null, anchor: null }
  const [, bareSequence, bareHash] = BARE_FORM.exec(given) ?? []
  if (bareHash) return { ...none, either: { sequence: bareSequence ? Number(bareSequence) : null, hash: bareHash } }
  const [, wholeSequence, wholeHash = '', chain = '', sequence, hash = '', key, anchor] = WHOLE_FORM.exec(given) ?? []
  if (!wholeHash)
    throw new InvalidInput(
      'The head is not one that the console prints: it begins with head1: and is copied whole, from the record page or an export.',
    )
  return {
    ...none,
    whole: { sequence: Number(wholeSequence), hash: wholeHash },
    own: { chain, sequence: Number(sequence), hash },
    key: key === NONE ? null : (key as string),
    anchor: anchor === NONE ? null : (anchor as string),
  }
}
