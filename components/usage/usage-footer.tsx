import { Ago } from '@/components/time/ago'
import { spanWords } from '@/components/words/change-words'
import { formatBytes } from '@/lib/client/format/format-bytes'
import type { Usage } from '@/lib/domain/wire/usage'

/** How the numbers came about, and what they cost on disk. */
export function UsageFooter({ usage }: { usage: Usage }) {
  const { sampleSeconds, bucketSeconds, diskBytes, lastSampleAt, points } = usage
  return (
    <p className="text-small text-soft">
      Sampled every {sampleSeconds} s, shown in steps of {spanWords(bucketSeconds * 1_000)}. Counts are those at the end
      of each step; the lowest, the highest and the mean are in the tooltip and the table.{' '}
      {points.some(({ meanOnly }) => meanOnly) && 'Of the oldest steps only the mean is known. '}
      Last sample {lastSampleAt ? <Ago at={lastSampleAt} /> : 'none yet'}. Minutes are kept for two days, hours for 100
      days, days for two years; the store takes {formatBytes(diskBytes)} on disk.
    </p>
  )
}
