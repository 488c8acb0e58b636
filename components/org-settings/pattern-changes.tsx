'use client'
import { useQuery } from '@tanstack/react-query'
import { patternEffectsQuery } from '@/lib/client/api/all-orgs/org-admin'
import { devicesQuery } from '@/lib/client/api/device-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useSettled } from '@/lib/client/browser/use-settled'
import { isPattern } from '@/lib/domain/ids/device-id'
import { PatternEffectList } from './pattern-effect-list'
import { PatternPreview } from './pattern-preview'

const EXAMPLES = 4
const REST_MS = 400

export type PatternLook = ReturnType<typeof usePatternLook>

/** Looks what other parts of ids would do, once typing rests. @param pattern as typed; null: it is not changed. */
export function usePatternLook(org: string, pattern: string | null) {
  const settled = useSettled(pattern, REST_MS)
  const asks = pattern !== null && isPattern(pattern)
  const { data, error, isFetching } = useQuery({
    ...patternEffectsQuery(org, settled ?? ''),
    enabled: asks && settled === pattern,
  })
  // Not to be confirmed unread; where it cannot be read at all, that is said, and the change is still possible.
  const isUnderWay = asks && (settled !== pattern || isFetching || (!data && !error))
  return { effects: asks && !isUnderWay ? data : undefined, error: isUnderWay ? null : error, isUnderWay }
}

/** How the first ids are split by the parts as typed, and which views and notes change with them: before it is confirmed. */
export function PatternChanges({ org, pattern, look }: { org: string; pattern: string; look: PatternLook }) {
  const { data } = useQuery(devicesQuery(org, { q: '', sort: 'id' }, 0))
  return (
    <div className="-mt-1 flex flex-col gap-2">
      <PatternPreview pattern={pattern} ids={data?.rows.slice(0, EXAMPLES).map(({ deviceId }) => deviceId) ?? []} />
      <div role="status" className="text-small">
        {look.isUnderWay && <p className="text-soft">Looking which views and notes this changes…</p>}
        {look.error && (
          <p className="text-wait">Which views and notes this changes could not be read: {errorDetail(look.error)}</p>
        )}
        {look.effects && <PatternEffectList org={org} effects={look.effects} />}
      </div>
    </div>
  )
}
