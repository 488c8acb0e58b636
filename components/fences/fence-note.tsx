import { Fence } from 'lucide-react'
import { Isolated } from '@/components/ids/isolated'
import { TONE_CLASS } from '@/components/ui/pill'
import { devices } from '@/components/words/operation-words'
import { type Operation, stands } from '@/lib/domain/operation'
import { FenceEndNote } from './fence-end-note'

/** What makes a revoke a fence: of what, until when, and what it has caught so far. */
export function FenceNote({ operation }: { operation: Operation }) {
  const { fence, selector, total } = operation
  if (!fence) return null
  return (
    <div className={`flex gap-2.5 rounded-lg px-3 py-2.5 ${stands(fence) ? 'bg-stop-bg' : TONE_CLASS.off}`}>
      <Fence aria-hidden className={`mt-0.5 size-4 shrink-0 ${stands(fence) ? 'text-stop' : ''}`} strokeWidth={2.25} />
      <div className="flex min-w-0 flex-col gap-0.5 wrap-anywhere">
        <p className="font-medium">
          {stands(fence) ? 'This fence is in force: ' : 'A fence: '}
          each device that {selector ? <WholeSelector text={selector} /> : 'registers'} {stands(fence) ? 'is' : 'was'}{' '}
          revoked when it {stands(fence) ? 'is' : 'was'} seen.
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
