import { formatMinute } from '@/lib/client/format/format-time'
import type { Look } from './end-labels'

/** `value` is text, so that a line may say more than a number; `look` is that of its curve. */
export type TooltipLine = { name: string; value: string; look?: Look }
export type TooltipLines<Datum> = (datum: Datum) => readonly TooltipLine[]

/** What is known of one step: from when to when, and each curve's count in words. */
export function ChartTooltip({
  from,
  to,
  zone,
  lines,
}: {
  from: number
  to: number
  zone: string
  lines: readonly TooltipLine[]
}) {
  return (
    <div className="w-max max-w-[min(26rem,90vw)] rounded-box border bg-panel px-3 py-2 text-small text-ink shadow-[0_8px_30px_rgb(0_0_0/16%)]">
      <p className="text-soft">
        {formatMinute(from, zone)} – {formatMinute(to, zone)}
      </p>
      {lines.length === 0 && <p>Not sampled.</p>}
      <table>
        <tbody>
          {lines.map(({ name, value, look }) => (
            <tr key={name}>
              <td className="pr-1.5 align-middle">{look && <Swatch look={look} />}</td>
              <td className="max-w-48 truncate pr-4 text-soft">
                <bdi>{name}</bdi>
              </td>
              <td className="text-right whitespace-nowrap">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How a curve or a band is drawn, in small. */
export function Swatch({ look: { stroke = 'var(--ink)', dash, fill, fillOpacity } }: { look: Look }) {
  return (
    <svg aria-hidden width="14" height="10" className="inline-block">
      {fill ? (
        <rect
          x="1"
          width="10"
          height="10"
          fill={fill}
          fillOpacity={fillOpacity}
          stroke="var(--ink)"
          strokeWidth="0.75"
        />
      ) : (
        <path d="M0 5H14" stroke={stroke} strokeDasharray={dash} strokeWidth="2" />
      )}
    </svg>
  )
}
