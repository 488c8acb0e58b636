/** Path with a query string; empty, null and undefined values are left out. */
export function queryPath(path: string, params: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** API path of an org. */
export const orgPath = (org: string, rest: string): string => `/api/orgs/${encodeURIComponent(org)}/${rest}`
