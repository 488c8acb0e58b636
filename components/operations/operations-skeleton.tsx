/** Grey rows as high as the real ones, in two lines on a narrow screen: nothing moves when those come. */
export function OperationsSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading operations">
      {[...Array(rows).keys()].map((row) => (
        <div key={row} className="@container border-t first:border-t-0">
          <div className="flex h-[60px] flex-col justify-center gap-2.5 px-4 pointer-coarse:h-[81px] @3xl:h-[34px] @3xl:flex-row @3xl:items-center @3xl:justify-start pointer-coarse:@3xl:h-[57px]">
            <div className={`pulse h-3.5 rounded-box bg-off-bg ${row % 2 ? 'w-2/5' : 'w-1/3'}`} />
            <div className="pulse h-3.5 w-1/4 rounded-box bg-off-bg" />
          </div>
        </div>
      ))}
    </div>
  )
}
