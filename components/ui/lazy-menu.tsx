'use client'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { Button, type ButtonLook } from './button'
import type { MenuEntry } from './menu-popup'

const load = () => import('./menu-popup').then((module) => ({ default: module.MenuPopup }))
const MenuPopup = lazy(load)

/** A menu button whose menu is fetched when a pointer or the focus reaches it. */
export function LazyMenu({
  children,
  entries,
  label,
  look,
  className,
}: {
  children: ReactNode
  entries: MenuEntry[]
  label: string
  look?: ButtonLook
  className?: string
}) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button
        ref={anchor}
        look={look}
        className={className}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(true)}
      >
        {children}
      </Button>
      {open && (
        <Suspense>
          <MenuPopup anchor={anchor} entries={entries} label={label} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
