import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { activityExportHref } from '@/lib/client/api/record-queries'

/** The record of this org to take away; each download is an event itself. */
export function RecordExports({ org }: { org: string }) {
  return (
    <Card title="Take it away">
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-soft">
          Every event of {org}, oldest first. The JSON Lines hold all that was hashed and can be verified against the
          anchors by anyone: <Command line="npm run audit:verify -- --export FILE" />. The CSV is for reading.
        </p>
        <div className="flex flex-wrap gap-2">
          <a className={buttonClass()} href={activityExportHref(org, 'jsonl')} download>
            JSON Lines
          </a>
          <a className={buttonClass()} href={activityExportHref(org, 'csv')} download>
            CSV
          </a>
        </div>
      </div>
    </Card>
  )
}
