import { Ago } from '@/components/time/ago'
import { formatBytes } from '@/lib/client/format-bytes'
import type { Usage } from '@/lib/domain/console-api'

/** How the numbers came about, and what they cost on disk. */
export function UsageFooter({ usage }: { usage: Usage }) {
  const { sampleSeconds, bucketSeconds, diskBytes, lastSampleAt } = usage
  return (
    <p className="text-[13px] text-soft">
      Sampled every {sampleSeconds} s, shown in steps of{' '}
      {bucketSeconds < 3_600 ? `${Math.round(bucketSeconds / 60) || 1} min` : `${Math.round(bucketSeconds / 3_600)} h`}.
      Counts are those at the end of each step. Last sample {lastSampleAt ? <Ago at={lastSampleAt} /> : 'none yet'}. Raw
      for 48 h, then hourly, then daily for two years; the store takes {formatBytes(diskBytes)} on disk.
    </p>
  )
}
