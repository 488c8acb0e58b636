import type { ReactNode } from 'react'

export type Fact = [name: string, value: ReactNode]

/** Names and values in two columns. A value that is not known reads "unknown", never a default. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value ?? <span className="text-faint">unknown</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
