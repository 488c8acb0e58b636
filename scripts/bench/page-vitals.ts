/** What a browser measures of a page itself: how far things jumped, and how long each interaction took until it was painted. */
import type { Page } from '@playwright/test'

export type Shift = { value: number; at: number; what: string }
/** `waited`: until its handlers began; `handled`: how long they took; the rest until `ms` is the way to the screen. */
export type Interaction = { ms: number; waited: number; handled: number; type: string; at: number; what: string }
export type Vitals = { shifts: Shift[]; interactions: Interaction[] }

type ShiftEntry = PerformanceEntry & {
  value: number
  hadRecentInput: boolean
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
}
type EventEntry = PerformanceEventTiming & { interactionId: number }

/** Only interactions that take longer than this are reported, in milliseconds: the least that browsers offer. */
const SHORTEST_MS = 16

/** Observes every document that this page opens from now on. */
export async function watchVitals(page: Page): Promise<void> {
  await page.addInitScript((shortestMs) => {
    const vitals: Vitals = { shifts: [], interactions: [] }
    const nameOf = (node: Node | null) => {
      const element = node instanceof Element ? node : node?.parentElement
      const words = element?.getAttribute('aria-label') ?? element?.textContent ?? ''
      return `<${element?.tagName.toLowerCase()} ${element?.className?.toString().slice(0, 60)}> ${words.slice(0, 40)}`
    }
    const onShifts = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries() as ShiftEntry[]) {
        if (entry.hadRecentInput) continue
        const what = entry.sources
          .map(
            ({ node, previousRect: from, currentRect: to }) =>
              `${nameOf(node)} ${from.y},${from.height}→${to.y},${to.height}`,
          )
          .join('; ')
        vitals.shifts.push({ value: entry.value, at: entry.startTime, what })
      }
    }
    const onEvents = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries() as EventEntry[])
        if (entry.interactionId > 0)
          vitals.interactions.push({
            ms: entry.duration,
            waited: Math.round(entry.processingStart - entry.startTime),
            handled: Math.round(entry.processingEnd - entry.processingStart),
            type: entry.name,
            at: entry.startTime,
            what: nameOf(entry.target),
          })
    }
    new PerformanceObserver(onShifts).observe({ type: 'layout-shift', buffered: true })
    const events = { type: 'event', buffered: true, durationThreshold: shortestMs }
    new PerformanceObserver(onEvents).observe(events)
    Object.assign(window, { vitals })
  }, SHORTEST_MS)
}

/** What was measured in the document that is open. */
export const readVitals = (page: Page): Promise<Vitals> =>
  page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals)
