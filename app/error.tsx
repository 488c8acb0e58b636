'use client'
import { BarePage } from '@/components/shell/bare-page'
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
    <BarePage
      alert
      title={title}
      actions={
        <>
          <Button size="big" onClick={() => window.location.reload()}>
            Try again
          </Button>
          <a href="/stop" className={buttonClass('stop', 'big')}>
            Open Stop
          </a>
        </>
      }
    >
      <title>Failed · Console</title>
      <p>{words}</p>
    </BarePage>
  )
}
