/** The mark of the console: a ring that is not closed, an agent that asks, around a square that stops it. */
export function Mark({ className = '' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true" className={className}>
      <path
        d="M22.25 5.17A12.5 12.5 0 1 0 28.07 12.76"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.5"
        strokeLinecap="round"
      />
      <rect x="11" y="11" width="10" height="10" rx="2" fill="var(--stop)" />
    </svg>
  )
}
