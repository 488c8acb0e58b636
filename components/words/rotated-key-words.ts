import { isolated } from '@/lib/domain/ids/isolated'
import type { RotatedKind } from '@/lib/domain/keys/rotation'

/** A key that is rotated, as a sentence names it. */
export const rotatedKeyWords = ({ kind, keyName }: { kind: RotatedKind; keyName: string | null }): string =>
  kind === 'org' ? 'the org key' : `the agent key${keyName === null ? '' : ` “${isolated(keyName)}”`}`
