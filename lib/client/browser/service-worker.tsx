'use client'
import { useEffect } from 'react'

/** Registers the worker that keeps the shell's files and the offline page, once the page has loaded. Renders nothing. */
export function ServiceWorker() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    // Without it the console works the same, but for the offline page.
    const register = () => navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined)
    if (document.readyState === 'complete') void register()
    else window.addEventListener('load', register, { once: true })
    return () => window.removeEventListener('load', register)
  }, [])
  return null
}
