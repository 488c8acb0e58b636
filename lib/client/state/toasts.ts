import { observable } from './observable'

export type ToastTone = 'ok' | 'stop' | 'wait' | 'off'

/** A visible result. `lastsMs` null keeps it until it is dismissed, as every failure is. */
export type ToastContent = {
  tone: ToastTone
  title: string
  /** The device that it is about, as it is shown. */
  subject?: string
  detail?: string
  /** Figures that go on changing: shown, and not read aloud at each change. */
  counts?: string
  link?: { href: string; text: string }
  action?: { text: string; run: () => void }
  lastsMs: number | null
  /** The operation whose counts it follows. */
  operation?: { org: string; id: string; deviceId?: string }
}
export type ToastEntry = ToastContent & { id: number }

export const toasts = observable<readonly ToastEntry[]>([])
let lastId = 0
const SHOWN_MAX = 4

/** Shows a result; returns its id. */
export function showToast(content: ToastContent): number {
  const id = ++lastId
  toasts.set([...toasts.get(), { ...content, id }].slice(-SHOWN_MAX))
  return id
}

/** Replaces the content of a toast that is still there, else shows a new one. */
export function updateToast(id: number, content: ToastContent): void {
  const shown = toasts.get()
  if (shown.some((toast) => toast.id === id))
    toasts.set(shown.map((toast) => (toast.id === id ? { ...content, id } : toast)))
  else showToast(content)
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id))
}

/** Takes away the results that lead to an address, because the person is there now. */
export function dismissToastsTo(href: string): void {
  const shown = toasts.get()
  if (shown.some((toast) => toast.link?.href === href)) toasts.set(shown.filter((toast) => toast.link?.href !== href))
}
