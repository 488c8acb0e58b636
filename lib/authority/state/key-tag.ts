/**
 * What the evidence of a device keeps of the key that it last asked with: two bits of its kind, and 30 bits of its id or its hash. Enough
 * to tell the keys of one org apart, too little to find a key by. 0: no validate has noted it yet.
 */
export type KeyTag = number

const KINDS = ['org', 'agent', 'device'] as const
const BITS = 30

/** @param of hexadecimal: the hash of an org key, the id of an agent key. Of a device key nothing but its kind is kept. */
export function keyTag(kind: (typeof KINDS)[number], of = '0'): KeyTag {
  const digits = of.replace(/^key_/, '').slice(0, 8)
  return (KINDS.indexOf(kind) + 1) * 2 ** BITS + (Number.parseInt(digits, 16) % 2 ** BITS)
}

/** The kind of the key, or null where none was noted. */
export const tagKind = (tag: KeyTag): (typeof KINDS)[number] | null => KINDS[Math.floor(tag / 2 ** BITS) - 1] ?? null
