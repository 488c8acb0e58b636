import { relative, resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import type { Store } from '@/lib/store/rows/db'
import { anchorTarget } from './anchor-target'
import { type Anchoring, startAnchoring } from './anchoring'
import { openSigningKey } from './signing-key'

const DAY_MS = 86_400_000

export type AnchorOptions = { dataDir: string; signingKey: string; anchor: string; keepDays?: number }

/** Starts anchoring. Without its key the console runs all the same: the record is then chained, and proven by nothing. */
export async function openAnchoring(
  options: AnchorOptions,
  parts: { store: Store; clock: Clock; log: Logger },
): Promise<Anchoring> {
  const target = anchorTarget(options.anchor)
  try {
    const key = openSigningKey(options.signingKey)
    const keepMs = options.keepDays === undefined ? null : options.keepDays * DAY_MS
    return await startAnchoring({ ...parts, key, target, keepMs, warnings: warningsOf(options) })
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error)
    parts.log.error({ err: error }, 'the record is not anchored')
    const none = {
      target: target.name,
      key: '',
      lastAt: null,
      lastSequence: 0,
      lastAnchor: null,
      fault,
      broken: null,
      warnings: [],
    }
    return { status: () => none, anchors: target.all, publicKey: null, publish: async () => {}, stop: async () => {} }
  }
}

/** Who can write the database should not be able to write what proves it. */
function warningsOf({ dataDir, signingKey, anchor }: AnchorOptions): string[] {
  const warnings: string[] = []
  if (isInside(dataDir, signingKey))
    warnings.push(
      'The signing key lies beside the database: who can change the record can sign it anew. Set AUDIT_SIGNING_KEY_FILE to a file outside DATA_DIR.',
    )
  if (!anchor.startsWith('https://') && isInside(dataDir, anchor))
    warnings.push(
      'The anchors lie beside the database: who can change the record can change them too. Set AUDIT_ANCHOR to a file elsewhere or an https address.',
    )
  return warnings
}

function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path))
  return !way.startsWith('..') && way !== resolve(path)
}
