'use client'
import { Isolated } from '@/components/ids/isolated'
import { deviceParts, isPattern, patternParts } from '@/lib/domain/ids/device-id'

/** How ids are split by a pattern: of the org where it has any, else of an example. */
export function PatternPreview({ pattern, ids }: { pattern: string; ids: readonly string[] }) {
  if (!isPattern(pattern.trim())) return null
  const names = patternParts(pattern.trim())
  const shown = ids.length > 0 ? ids : [names.map((name) => EXAMPLE[name] ?? name).join(':')]
  return (
    <ul aria-label="How ids are split" className="flex flex-col gap-1 text-small">
      {shown.map((id) => {
        const parts = deviceParts(id, names)
        return (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3">
            <Isolated text={id} className="mono wrap-anywhere" />
            {parts ? (
              <span className="flex flex-wrap gap-x-2 text-soft">
                {names.map((name) => (
                  <span key={name}>
                    {name} <bdi className="text-ink">{parts[name]}</bdi>
                  </span>
                ))}
              </span>
            ) : (
              <span className="text-wait">does not fit: only words, globs and id: find it</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const EXAMPLE: Record<string, string> = { framework: 'crewai', env: 'prod', role: 'runner', instance: '01' }
