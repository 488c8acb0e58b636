/** Grey lines in the place of rows that are on their way. */
export function Skeleton({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
      {[...Array(rows).keys()].map((row) => (
        <div
          key={row}
          className={`pulse h-4 rounded-box bg-off-bg forced-colors:border ${row % 3 === 2 ? 'w-2/5' : row % 2 ? 'w-3/5' : 'w-4/5'}`}
        />
      ))}
    </div>
  )
}
