import { TEMPLATE } from './columns'

const ROWS = 12

/** The list while it is on its way: as high as its rows will be, so that nothing moves when they come. */
export const DevicesSkeleton = () => (
  <div role="status" aria-label="Loading devices" className="@container min-h-0 flex-1 overflow-hidden">
    <div className={`${TEMPLATE} h-[31px] border-b px-1 max-sm:hidden`} />
    {[...Array(ROWS).keys()].map((row) => (
      <div key={row} data-row className="flex h-[64px] flex-col justify-center gap-2 border-b px-4 sm:h-[36px]">
        <span
          className={`pulse block h-3 rounded-box bg-off-bg forced-colors:border ${row % 3 === 2 ? 'w-2/5' : row % 2 ? 'w-1/2' : 'w-3/5'}`}
        />
        <span className="pulse block h-3 w-1/4 rounded-box bg-off-bg forced-colors:border sm:hidden" />
      </div>
    ))}
  </div>
)
