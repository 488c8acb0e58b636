'use client'
import { Button, buttonClass } from '@/components/ui/button'
import type { ErrorCode } from '@/lib/domain/errors'

const WHY = {
  store: {
    title: 'The console cannot read its database',
    words: 'You are still signed in, and nothing was changed. Stopping works all the same: it needs no database.',
  },
  other: {
    title: 'This page failed',
    words: 'The console failed while making it; nothing was changed by it. Stopping does not depend on this page.',
  },
} as const

/** The code that `pageContext` puts on the fault if it cannot read who is signed in. */
const UNREADABLE: ErrorCode = 'unavailable'

/** Instead of a page that could not be made. Stop and Try again lie in the thumb's reach on a phone. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const { title, words } = WHY[error.digest === UNREADABLE ? 'store' : 'other']
  return (
    <main
      role="alert"
      className="pb-safe mx-auto flex min-h-dvh max-w-[560px] flex-col gap-3 px-4 pt-[max(3rem,env(safe-area-inset-top))] sm:pt-16"
    >
      <title>Failed · Console</title>
      <h1 className="text-title">{title}</h1>
      <p className="text-soft">{words}</p>
      <div className="mt-auto flex flex-col gap-2 pt-6 sm:mt-0 sm:flex-row sm:pt-1">
        <Button size="big" onClick={() => window.location.reload()}>
          Try again
        </Button>
        <a href="/stop" className={buttonClass('stop', 'big')}>
          Open Stop
        </a>
      </div>
    </main>
  )
}
