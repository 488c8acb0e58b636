import { Choice } from '@/components/ui/choice'

const OPTIONS = [
  { value: 'all', text: 'All at once' },
  {
    value: 'steps',
    text: 'In steps',
    hint: 'One per role (the one that asked last), then 10 %, then all. Each step must be active and validating first (10 min at most), and it halts by itself when a device of it is denied or stopped.',
  },
] as const

/** How a restore of several devices goes out. */
export function ReviewSteps({ staged, onChange }: { staged: boolean; onChange: (staged: boolean) => void }) {
  return (
    <Choice
      legend="How"
      options={OPTIONS}
      value={staged ? 'steps' : 'all'}
      onChange={(value) => onChange(value === 'steps')}
    />
  )
}
