'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button'

/** Copies a text and says so. Falls back to selecting it by hand where the clipboard is closed (plain http). */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('copied')
    } catch {
      setSaid('failed')
    }
    setTimeout(() => setSaid(null), 2_000)
  }
  const Icon = said === 'copied' ? Check : Copy
  return (
    <Button look="quiet" size="small" onClick={copy} aria-label={label}>
      <Icon aria-hidden className="size-3.5" />
      <span aria-live="polite">{said === 'copied' ? 'Copied' : said === 'failed' ? 'Copy by hand' : 'Copy'}</span>
    </Button>
  )
}
