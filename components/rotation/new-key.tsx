'use client'
import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'

/** The new key, this once: nothing keeps it, so that it is here again whenever the person comes back, until they say that it is kept elsewhere. */
export function NewKey({ text, onKept }: { text: string; onKept: () => void }) {
  const shown = useRef<HTMLElement>(null)
  // On a phone the form was far below it.
  useEffect(() => shown.current?.focus(), [])
  // A reload or a closed tab loses it; another page of the console does not.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
  const line = `MACHINEID_ORG_KEY=${text}`
  return (
    <section
      ref={shown}
      tabIndex={-1}
      aria-label="The new key"
      className="flex flex-col gap-3 rounded-box border-2 border-wait bg-panel p-4"
    >
      <h2 className="text-lead">Copy the new key now</h2>
      <p className="text-soft">
        It is shown this once, and the console has no copy to show again. If it is lost, rotate the key again: nothing
        else brings it back.
      </p>
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium">Line for the agents’ environment</span>
        <CopyButton text={line} label="Copy the line for the agents’ environment" />
      </div>
      <code className="block rounded-box border bg-bg px-3 py-2 font-mono break-all select-all">{line}</code>
      <div>
        <Button onClick={onKept}>I have kept it</Button>
      </div>
    </section>
  )
}
