'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { incidentSummary } from '@/components/words/incident-summary'
import { formatExact } from '@/lib/client/format/format-time'
import { consoleTime } from '@/lib/client/state/console-time'
import { useZone } from '@/lib/client/state/preferences'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'

const SAID_MS = 2_000

/** One tap copies what is known of an operation as text. Where the clipboard is closed (plain http) the text is shown instead. */
export function CopySummaryButton({
  operation,
  progress,
}: {
  operation: Operation
  progress: OperationProgress | undefined
}) {
  const zone = useZone()
  const [said, setSaid] = useState(false)
  const [text, setText] = useState<string | null>(null)
  const copy = async () => {
    const summary = incidentSummary(operation, {
      time: (at) => formatExact(Date.parse(at), zone),
      link: `${window.location.origin}/${operation.org}/operations/${operation.id}`,
      at: new Date(consoleTime.get()).toISOString(),
      progress,
    })
    try {
      await navigator.clipboard.writeText(summary)
      setSaid(true)
      setTimeout(() => setSaid(false), SAID_MS)
    } catch {
      setText(summary)
    }
  }
  const Icon = said ? Check : Copy
  return (
    <>
      <Button onClick={copy}>
        <Icon aria-hidden className="size-4" />
        <span aria-live="polite">{said ? 'Copied' : 'Copy summary'}</span>
      </Button>
      {text !== null && (
        <Modal
          open
          wide
          onClose={() => setText(null)}
          title="Summary"
          about="This browser does not let a page copy: select the text and copy it."
        >
          <textarea
            readOnly
            aria-label="Summary as text"
            rows={14}
            value={text}
            onFocus={(event) => event.currentTarget.select()}
            className="mono w-full rounded-box border border-edge bg-panel px-3 py-2"
          />
          <Button onClick={() => setText(null)}>Close</Button>
        </Modal>
      )}
    </>
  )
}
