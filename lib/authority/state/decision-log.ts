/**
 * The latest decisions of this process, for a person who looks one up. A decision takes the same few bytes
 * whatever its ids are, and memory for it is taken page by page, so that a full log costs some 31 MB and an idle one nothing. It
 * is never a base of another decision, and nothing of it reaches the disk.
 */
import { DecisionPage, type Noted } from './decision-page'

/** How many decisions are kept. */
export const DECISIONS_KEPT = 100_000
const PER_PAGE = 1_000

/** The key that a call came with: all that the log needs of it. */
export type Caller = { orgId: number; agentKey: { id: string } | null }

export type LoggedDecision = Noted & { agentKeyId: string | null }

export class DecisionLog {
  private readonly pages: DecisionPage<Caller>[] = []
  /** Decisions noted so far, those forgotten included. */
  private count = 0

  /** @param startedAt epoch milliseconds: before it, nothing was kept. */
  constructor(
    private readonly startedAt: number,
    private readonly max = DECISIONS_KEPT,
  ) {}

  /** How many are kept at this moment, of all orgs. */
  get kept(): number {
    return Math.min(this.count, this.max)
  }

  get keptMax(): number {
    return this.max
  }

  /** Epoch milliseconds. Whatever was decided after it is kept. */
  get keptSince(): number {
    return this.count <= this.max
      ? this.startedAt
      : this.at(this.count - this.max).timeAt(this.rowOf(this.count - this.max))
  }

  /** Notes one decision. `code`: a position in `DECISION_CODES`; `at`: epoch milliseconds. */
  note(caller: Caller, requestId: string, deviceId: string, code: number, at: number): void {
    const slot = this.count % this.max
    const index = Math.floor(slot / PER_PAGE)
    let page = this.pages[index]
    if (page === undefined) {
      page = new DecisionPage<Caller>(Math.min(PER_PAGE, this.max - index * PER_PAGE))
      this.pages[index] = page
    }
    page.write(slot % PER_PAGE, caller, requestId, deviceId, code, at)
    this.count += 1
  }

  /** The decision of one request of an org. */
  ofRequest(orgId: number, requestId: string): LoggedDecision[] {
    const wanted = DecisionPage.requestKeyOf(requestId)
    return this.search(orgId, (page, row) => page.isRequest(row, wanted), 1)
  }

  /** The latest decisions about one device id of an org, the newest first, at most `max`. */
  ofDevice(orgId: number, deviceId: string, max: number): LoggedDecision[] {
    const wanted = DecisionPage.keyOf(deviceId)
    return this.search(orgId, (page, row) => page.isDevice(row, wanted), max)
  }

  private search(
    orgId: number,
    isWanted: (page: DecisionPage<Caller>, row: number) => boolean,
    max: number,
  ): LoggedDecision[] {
    const found: LoggedDecision[] = []
    for (let at = this.count - 1; at >= this.count - this.kept && found.length < max; at -= 1) {
      const page = this.at(at)
      const row = this.rowOf(at)
      if (!isWanted(page, row)) continue
      const caller = page.callerAt(row)
      if (caller.orgId === orgId) found.push({ ...page.read(row), agentKeyId: caller.agentKey?.id ?? null })
    }
    return found
  }

  private at(count: number): DecisionPage<Caller> {
    return this.pages[Math.floor((count % this.max) / PER_PAGE)] as DecisionPage<Caller>
  }

  private rowOf(count: number): number {
    return (count % this.max) % PER_PAGE
  }
}
