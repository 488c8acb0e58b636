import { ScanEye } from 'lucide-react'
import { Pill } from '@/components/ui/pill'

/** Beside an id that another device could be taken for. */
export const LookalikeBadge = () => (
  <span className="shrink-0" title="Another device looks like this one: compare the whole id before you act">
    <Pill tone="wait" icon={ScanEye}>
      Look-alike
    </Pill>
  </span>
)
