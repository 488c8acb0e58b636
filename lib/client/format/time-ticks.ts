import { fromWallTime, toWallTime } from '@/lib/domain/time/wall-time'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Minutes between two ticks within a day. */
const CLOCK_STEPS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE)
const DAY_STEPS = [1, 2, 3, 7, 14]
const MONTH_STEPS = [1, 2, 3, 6, 12]

/**
 * Where an axis has its ticks: whole hours, days or months of the zone, at most `max` of them. An hour that comes twice has its
 * first tick alone; one that is left out has none. @param from, to epoch ms.
 */
export function timeTicks(from: number, to: number, zone: string, max: number): number[] {
  const span = to - from
  const most = Math.max(2, max)
  const clock = CLOCK_STEPS.find((step) => span / step <= most && span <= 2 * DAY)
  if (clock) return clockTicks(from, to, zone, clock)
  const days = DAY_STEPS.find((step) => span / DAY / step <= most && span <= 200 * DAY)
  if (days) return dayTicks(from, to, zone, days)
  const months = MONTH_STEPS.find((step) => span / (30 * DAY) / step <= most) ?? 12
  return monthTicks(from, to, zone, months)
}

const at = (text: string, zone: string) => fromWallTime(text, zone, 'from')
const within = (ticks: (number | null)[], from: number, to: number) => [
  ...new Set(ticks.filter((tick): tick is number => tick !== null && tick >= from && tick <= to)),
]

/** Times of the wall clock, each day anew: so they stay whole hours when the clocks change. */
function clockTicks(from: number, to: number, zone: string, step: number): number[] {
  const ticks: (number | null)[] = []
  for (const day of daysOf(from, to, zone))
    for (let minutes = 0; minutes < DAY / MINUTE; minutes += step / MINUTE)
      ticks.push(at(`${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`, zone))
  return within(ticks, from, to)
}

function dayTicks(from: number, to: number, zone: string, step: number): number[] {
  const days = daysOf(from, to, zone)
  return within(
    days.filter((_, index) => index % step === 0).map((day) => at(`${day}T00:00`, zone)),
    from,
    to,
  )
}

function monthTicks(from: number, to: number, zone: string, step: number): number[] {
  const [year, month] = toWallTime(from, zone).split('-').map(Number) as [number, number]
  const ticks: (number | null)[] = []
  for (let index = 0; index < 40; index += 1) {
    const months = year * 12 + month - 1 + index
    if (months % step === 0) ticks.push(at(`${Math.floor(months / 12)}-${two((months % 12) + 1)}-01T00:00`, zone))
  }
  return within(ticks, from, to)
}

/** `2026-11-12`, each day that the span touches in that zone. */
function daysOf(from: number, to: number, zone: string): string[] {
  const days = new Set<string>()
  // Less than a day apart, so that a short day is not jumped over.
  for (let time = from; time < to + DAY; time += 20 * HOUR) days.add(toWallTime(time, zone).slice(0, 10))
  return [...days]
}

const two = (value: number) => String(value).padStart(2, '0')
