import type { ReactNode } from 'react'

type Props = { title: ReactNode; aside?: ReactNode; silent?: boolean; children: ReactNode }

/** The frame of a page that scrolls as a whole: its heading (`silent`: for screen readers only), what belongs beside it, its cards. */
export function PageBody({ title, aside, silent = false, children }: Props) {
  return (
    <div className="flex w-full max-w-[1400px] flex-1 shrink-0 flex-col gap-3 px-4 py-4 sm:px-5">
      <div className={silent ? 'sr-only' : 'flex flex-wrap items-center justify-between gap-x-4 gap-y-2'}>
        <h1 className="text-title">{title}</h1>
        {aside && <div className="flex flex-wrap items-center gap-2">{aside}</div>}
      </div>
      {children}
    </div>
  )
}
