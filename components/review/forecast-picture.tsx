import { number } from '@/components/words/operation-words'
import { type Forecast, forecastSentence, spanWords } from '@/lib/domain/forecast'
import { curvePoints, forecastMarks } from './forecast-curve'

/** When half, 90 % and all will have asked: a curve over time with three marks, and the same in words for who does not see it. */
export function ForecastPicture({ forecast }: { forecast: Forecast }) {
  const marks = forecastMarks(forecast)
  const points = curvePoints(marks)
  return (
    <>
      <p className="sr-only">{forecastSentence(forecast)}</p>
      <div aria-hidden className="flex items-center gap-4">
        {points && <Curve points={points} last={marks.findLast(({ ms }) => ms !== null)?.ms ?? 0} />}
        <dl className="grid flex-1 auto-cols-fr grid-flow-col gap-x-2">
          {marks.map(({ share, ms }) => (
            <Mark
              key={share}
              name={marks.length === 1 ? 'all of them' : share}
              value={ms === null ? '?' : `~ ${spanWords(ms)}`}
            />
          ))}
          {forecast.unknown > 0 && <Mark name="not known" value={number(forecast.unknown)} />}
        </dl>
      </div>
    </>
  )
}

/** Over time from now on; `last`: ms of its last point. */
const Curve = ({ points, last }: { points: readonly { x: number; y: number }[]; last: number }) => (
  <svg aria-hidden viewBox="-3 -3 106 46" className="h-[46px] w-[106px] shrink-0 max-[360px]:hidden" fill="none">
    <path d="M0 30H100" className="stroke-line" />
    <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} className="stroke-soft" strokeWidth="1.5" />
    {points.slice(1).map(({ x, y }) => (
      <circle key={y} cx={x} cy={y} r="2.5" className="fill-ink" />
    ))}
    <text x="0" y="42" className="fill-soft text-tiny">
      now
    </text>
    <text x="100" y="42" textAnchor="end" className="fill-soft text-tiny">
      {spanWords(last)}
    </text>
  </svg>
)

const Mark = ({ name, value }: { name: string; value: string }) => (
  <div className="flex flex-col">
    <dt className="text-small whitespace-nowrap text-soft">{name}</dt>
    <dd className="font-medium whitespace-nowrap text-ink">{value}</dd>
  </div>
)
