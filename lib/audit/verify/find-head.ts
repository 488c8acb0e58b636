/** Looks for the head that a person kept, while the events of a record go by. */
import type { RecordFinding, RecordVerdict } from '@/lib/domain/record-verdict'
import { chainOf } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { KeptHead } from '../kept-head'

export type HeadSearch = {
  /** An event that is as it was written. */
  take: (event: AuditEventRow) => void
  /** @param starts where chains begin whose older events were dropped. @param ends the last event of each chain. */
  end: (starts: ReadonlyMap<string, AuditHeadRow>, ends: ReadonlyMap<string, AuditHeadRow>) => Found
}

type Found = { finding: RecordFinding | null; tail: RecordVerdict['tail']; note: string | null }
/** `chain`: null if the kept head does not name it. */
type Wanted = { chain: string | null; sequence: number | null; hash: string; seen: boolean; at: AuditHeadRow | null }

const UNPROVEN = { proven: false, afterHead: null } as const

/** @param whole the chain of the deployment in a record that has it; null in an export of one org. */
export function createHeadSearch(kept: KeptHead | null, whole: string | null): HeadSearch {
  const wanted: Wanted[] = []
  const want = (chain: string | null, sequence: number | null, hash: string) =>
    void wanted.push({ chain, sequence, hash, seen: false, at: null })
  if (kept?.whole && whole !== null) want(whole, kept.whole.sequence, kept.whole.hash)
  if (kept?.own) want(kept.own.chain, kept.own.sequence, kept.own.hash)
  if (kept?.either) want(null, kept.either.sequence, kept.either.hash)

  function look(chain: string, sequence: number, hash: string): void {
    for (const each of wanted)
      if (hash === each.hash && (each.chain ?? chain) === chain && (each.sequence ?? sequence) === sequence)
        Object.assign(each, { seen: true, at: { chain, sequence, hash } })
  }

  return {
    take(event) {
      if (wanted.length === 0) return
      look(chainOf(event), event.org_sequence, event.hash)
      if (whole !== null) look(whole, event.sequence, event.chain_hash)
    },
    end(starts, ends) {
      if (wanted.length === 0) return { finding: null, tail: UNPROVEN, note: null }
      for (const { chain, sequence, hash } of starts.values()) look(chain, sequence, hash)
      // Before the first event of a chain there is nothing that could be missing.
      const unseen = wanted.filter((each) => !each.seen && each.sequence !== 0)
      const isTooOld = ({ chain, sequence }: Wanted) =>
        chain !== null && sequence !== null && sequence < (starts.get(chain)?.sequence ?? 0)
      const missing = unseen.find((each) => !isTooOld(each))
      if (missing) return { finding: missingHead(missing, ends, whole), tail: UNPROVEN, note: null }
      if (unseen.length > 0) return { finding: null, tail: UNPROVEN, note: TOO_OLD }
      const [first] = wanted as [Wanted]
      const chain = first.at?.chain ?? first.chain ?? ''
      const afterHead = (ends.get(chain)?.sequence ?? 0) - (first.at?.sequence ?? 0)
      return { finding: null, tail: { proven: true, afterHead }, note: null }
    },
  }
}

const TOO_OLD =
  'The head that you kept is older than the oldest event that the record still has, so it proves nothing here. Take a newer one.'

function missingHead(
  { chain, sequence }: Wanted,
  ends: ReadonlyMap<string, AuditHeadRow>,
  whole: string | null,
): RecordFinding {
  const bad = (what: string): RecordFinding => ({ code: 'head-missing', what, sequence: null, id: null })
  if (chain !== null && whole === null && !ends.has(chain))
    return bad('the head that you kept is of another org than this export')
  const last = chain === null ? null : (ends.get(chain)?.sequence ?? 0)
  const whose = chain === null || chain === whole ? '' : ' of its org'
  if (last !== null && sequence !== null && sequence > last)
    return bad(
      `the head that you kept is event ${sequence}${whose}, and the record ends with event ${last}: it was cut off, and its anchors with it`,
    )
  return bad(
    `the head that you kept${sequence === null ? '' : ` is event ${sequence}${whose}, and that`} is not in the record: it was rewritten from there or before, and its anchors with it`,
  )
}
