/** True for a path of this console: nothing that a browser could read as another host, a scheme, or a header break. */
export function isSafePath(path: string): boolean {
  if (!path.startsWith('/') || path.startsWith('//') || /[\\\u0000-\u0020\u007f]/.test(path)) return false
  const base = 'http://console.invalid'
  if (!URL.canParse(path, base)) return false
  const { origin, pathname } = new URL(path, base)
  return origin === base && !pathname.startsWith('//')
}

/** The path when it is safe, else the fall-back. */
export const safePathOr = (path: string | null | undefined, fallback: string): string =>
  path && isSafePath(path) ? path : fallback
