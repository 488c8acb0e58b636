import { sourceSentence } from '@/components/words/operation-words'
import type { StopCounts } from '@/lib/domain/stop'

export const totalOf = ({ confirmed, asked, waiting, contradicted }: StopCounts): number =>
  confirmed + asked + waiting + contradicted

/** What is confirmed, asked and contradicted as one bar; what waits is the empty rest of it. The numbers are beside it in words. */
export function CountsBar({ counts }: { counts: StopCounts }) {
  const percent = (part: number) => `${(100 * part) / Math.max(1, totalOf(counts))}%`
  return (
    <div className="bar" aria-hidden="true">
      <i style={{ width: percent(counts.confirmed) }} />
      <i className="w" style={{ width: percent(counts.asked) }} />
      <i className="c" style={{ width: percent(counts.contradicted) }} />
    </div>
  )
}

export function CountsWords({ counts }: { counts: StopCounts }) {
  const { confirmed, asked, waiting, contradicted } = counts
  return (
    <>
      {confirmed ? <p className="soft">{sourceSentence(counts)}</p> : null}
      {waiting ? <p className="soft">{waiting === 1 ? '1 has' : `${waiting} have`} not asked since.</p> : null}
      {asked ? <p className="soft">{asked} asked since; this authority does not show the answer.</p> : null}
      {contradicted ? (
        <p className="stop">▲ {contradicted} contradicted: active again, or allowed after the stop.</p>
      ) : null}
    </>
  )
}
