import { Circle, CircleHelp, CirclePlay, OctagonAlert, Square } from 'lucide-react'
import type { Tone } from '@/components/ui/pill'
import type { OrgTone } from '@/components/words/org-state-words'

/** How each state of an org looks: the tone of a pill, and its icon. */
export const ORG_TONE = {
  running: { tone: 'ok', icon: CirclePlay },
  stopped: { tone: 'stop', icon: Square },
  alarm: { tone: 'stop', icon: OctagonAlert },
  empty: { tone: 'off', icon: Circle },
  unknown: { tone: 'wait', icon: CircleHelp },
} as const satisfies Record<OrgTone, { tone: Tone; icon: typeof Square }>
