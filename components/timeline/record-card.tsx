'use client'
import { useState } from 'react'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { number } from '@/components/words/operation-words'
import type { AuditEvent } from '@/lib/domain/audit'
import { OPERATION_EVENTS_MAX } from '@/lib/domain/limits'
import { SourcesButton } from './incident-card'
import { recordedEntries } from './timeline'
import { TimelineList } from './timeline-list'

/** What the record holds of an operation that is no stop, oldest first; as many events as the page gets. */
export function RecordCard({ audit }: { audit: readonly AuditEvent[] }) {
  const [sources, setSources] = useState(false)
  return (
    <Card title="Timeline">
      <ScrollRegion label="Timeline" className="max-h-[34rem] overflow-y-auto px-4 pb-3">
        {audit.length === 0 && <p className="text-soft">Nothing of it is recorded.</p>}
        {audit.length >= OPERATION_EVENTS_MAX && (
          <p className="pb-2 text-small text-soft">
            The newest {number(OPERATION_EVENTS_MAX)}; older ones are in the activity and in its files.
          </p>
        )}
        <TimelineList entries={recordedEntries(audit)} sources={sources} />
        {audit.length > 0 && <SourcesButton shown={sources} onChange={setSources} />}
      </ScrollRegion>
    </Card>
  )
}
