'use client'
import { Info } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'

const load = () => import('./hint-popup').then((module) => ({ default: module.HintPopup }))
const HintPopup = lazy(load)

/**
 * A small button beside a word that opens an explanation: by a press, so that it works with a finger and a keyboard too. It is
 * as high as a line of text and makes no row higher. A finger gets 44 px by 34: above it may be another target.
 */
export function HintButton({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(!open)}
        className="relative -my-[3px] inline-flex size-[24px] shrink-0 items-center justify-center rounded-full align-middle text-faint hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink pointer-coarse:after:absolute pointer-coarse:after:inset-x-[-10px] pointer-coarse:after:top-0 pointer-coarse:after:bottom-[-10px]"
      >
        <Info aria-hidden className="size-[14px]" />
      </button>
      {open && (
        <Suspense>
          <HintPopup anchor={anchor} label={label} onClose={() => setOpen(false)}>
            {children}
          </HintPopup>
        </Suspense>
      )}
    </>
  )
}
