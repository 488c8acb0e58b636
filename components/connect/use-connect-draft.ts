'use client'
import { useEffect, useState } from 'react'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { BOUNDARIES, type Boundary, readBoundaries } from '@/lib/domain/connect/boundaries'
import { type Framework, frameworkOf } from '@/lib/domain/connect/frameworks'
import { splitId, usualParts } from '@/lib/domain/connect/id-parts'
import { formatPlan, type PlanRow, readPlan } from '@/lib/domain/connect/id-plan'

/** In the address: no boundary at all. */
const NO_BOUNDARY = 'none'
const SETTLE_MS = 180

type Change = Readonly<Record<string, string | null>>
const NOTHING: Change = {}

export type Draft = {
  framework: Framework | undefined
  id: string
  boundaries: Boundary[]
  plan: PlanRow[]
  setFramework: (next: Framework) => void
  setId: (id: string) => void
  setBoundaries: (boundaries: readonly Boundary[]) => void
  setPlan: (rows: readonly PlanRow[]) => void
}

/** What was chosen so far. The address holds all of it, so that it can be sent to a colleague. */
export function useConnectDraft(parts: readonly string[]): Draft {
  const [read, change] = useUrlDraft()
  const framework = frameworkOf(read('framework'))
  const written = read('id')
  const chosen = read('boundaries')
  return {
    framework,
    id: written ?? usualParts(parts, framework?.part ?? '').join(':'),
    boundaries: chosen === null ? [...BOUNDARIES] : readBoundaries(chosen),
    plan: readPlan(read('plan') ?? ''),
    setFramework: (next) => change({ framework: next.id, id: movedId(written, parts, framework, next) }),
    setId: (id) => change({ id }),
    setBoundaries: (next) =>
      change({ boundaries: next.length === BOUNDARIES.length ? null : next.join(',') || NO_BOUNDARY }),
    setPlan: (rows) => change({ plan: formatPlan(rows) || null }),
  }
}

/** The truth is in the address; what is typed runs ahead of it by a fraction of a second, so that no letter waits for it. */
function useUrlDraft(): [read: (name: string) => string | null, change: (change: Change) => void] {
  const [params, write] = useUrlState()
  const [ahead, setAhead] = useState(NOTHING)
  useEffect(() => {
    if (ahead === NOTHING) return
    // Only these have arrived: what was typed after them may be on its way, and stays.
    if (Object.entries(ahead).every(([name, value]) => params.get(name) === value))
      return setAhead((newest) => (newest === ahead ? NOTHING : newest))
    const timer = setTimeout(() => write(ahead), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [ahead, params, write])
  return [
    (name) => (name in ahead ? (ahead[name] ?? null) : params.get(name)),
    (next) => setAhead((before) => ({ ...before, ...next })),
  ]
}

/** The id with the part of the new framework in the place of the old one; what a person wrote into that part stays. */
function movedId(
  id: string | null,
  parts: readonly string[],
  from: Framework | undefined,
  to: Framework,
): string | null {
  const values = id === null ? null : splitId(id, parts)
  const at = parts.indexOf('framework')
  if (!values || at < 0 || values[at] !== from?.part) return id
  return values.with(at, to.part).join(':')
}
