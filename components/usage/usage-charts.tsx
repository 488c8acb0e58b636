'use client'
import { useState } from 'react'
import { spanWords } from '@/components/words/change-words'
import type { UsageView } from '@/lib/client/api/usage-query'
import { formatMinute } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import type { Usage } from '@/lib/domain/wire/usage'
import { chartData } from './chart-data'
import { DevicesChart } from './devices-chart'
import { PartsCard } from './parts-card'
import { ValidatesCards } from './validates-chart'

/** The curves of a span, named at their ends. Colour says a state, but for the parts, which need to be distinguished. */
export function UsageCharts({
  usage,
  view,
  onPart,
  onZoom,
}: {
  usage: Usage
  view: UsageView
  onPart: (part: string) => void
  onZoom: (from: number, to: number) => void
}) {
  const zone = useZone()
  const [apart, setApart] = useState(false)
  const drawn = chartData(usage)
  const { from, to } = drawn.span
  const spanText = view.range
    ? `last ${spanWords(to - from)}`
    : `${formatMinute(from, zone)} – ${formatMinute(to, zone)}`
  const chart = { usage, ...drawn, spanText, onZoom }
  return (
    <>
      <DevicesChart {...chart} />
      <PartsCard {...chart} onPart={onPart} apart={apart} onApart={setApart} />
      <ValidatesCards {...chart} />
    </>
  )
}
