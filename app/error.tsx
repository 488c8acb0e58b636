'use client'
import { Button, buttonClass } from '@/components/ui/button'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main role="alert" className="mx-auto flex max-w-[560px] flex-col gap-3 px-4 py-16">
      <title>Failed · Console</title>
      <h1 className="text-[22px]">This page failed</h1>
      <p className="text-soft">Nothing was changed by it. Stopping does not depend on this page.</p>
      <div className="flex gap-2">
        <Button onClick={reset}>Try again</Button>
        <a href="/stop" className={buttonClass('stop')}>
          Open the plain stop page
        </a>
      </div>
    </main>
  )
}
