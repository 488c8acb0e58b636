'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { applePlatform } from '@/lib/client/browser/apple-platform'
import { useShortcut } from '@/lib/client/browser/use-shortcut'
import { useObservable } from '@/lib/client/state/use-observable'

const loadPalette = () => import('./palette').then((module) => module.Palette)
const Palette = dynamic(loadPalette, { ssr: false })
const HelpDialog = dynamic(() => import('./help-dialog').then((module) => module.HelpDialog), { ssr: false })

/** Ctrl/⌘ K opens the palette, `?` the help; the button does the first for a mouse. */
export function CommandKeys() {
  const isApple = useObservable(applePlatform, false)
  const [open, setOpen] = useState<'palette' | 'help' | null>(null)
  useShortcut('k', () => setOpen('palette'), { mod: true })
  useShortcut('?', () => setOpen('help'))
  return (
    <>
      <Button
        look="quiet"
        size="small"
        className="max-sm:hidden"
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={loadPalette}
        onClick={() => setOpen('palette')}
      >
        <span aria-hidden>{isApple ? '⌘K' : 'Ctrl K'}</span>
        <span className="sr-only">Commands</span>
      </Button>
      {open === 'palette' && <Palette onClose={() => setOpen(null)} onHelp={() => setOpen('help')} />}
      {open === 'help' && <HelpDialog onClose={() => setOpen(null)} />}
    </>
  )
}
