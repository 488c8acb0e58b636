import { Fence } from 'lucide-react'
import { Isolated } from '@/components/ids/isolated'
import { TONE_CLASS } from '@/components/ui/pill'
import { devices } from '@/components/words/operation-words'
import { isInForce, type Operation } from '@/lib/domain/operation'
import { FenceEndNote } from './fence-end-note'

/** What makes a revoke a fence: of what, until when, and what it has caught so far. */
export function FenceNote({ operation }: { operation: Operation }) {
  const { fence, selector, total } = operation
  if (!fence) return null
  return (
    <div className={`flex gap-2.5 rounded-box px-3 py-2.5 ${isInForce(fence) ? 'bg-stop-bg' : TONE_CLASS.off}`}>
      <Fence
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${isInForce(fence) ? 'text-stop' : ''}`}
        strokeWidth={2.25}
      />
      <div className="flex min-w-0 flex-col gap-0.5 wrap-anywhere">
        <p className="font-medium">
          {isInForce(fence) ? 'This fence is in force: ' : 'A fence: '}
          each device that {selector ? <WholeSelector text={selector} /> : 'registers'}{' '}
          {isInForce(fence) ? 'is' : 'was'} revoked when it {isInForce(fence) ? 'is' : 'was'} seen.
        </p>
        <FenceEndNote fence={fence} />
        <p>{total === 0 ? 'Nothing has matched yet.' : `It has caught ${devices(total)} so far.`}</p>
      </div>
    </div>
  )
}

const WholeSelector = ({ text }: { text: string }) => (
  <>
    matches <Isolated text={text} className="whole-id whitespace-pre-wrap" />
  </>
)
