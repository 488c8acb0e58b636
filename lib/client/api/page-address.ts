type SearchParams = Record<string, string | string[] | undefined>

/** The first value of each parameter of a page's query string. */
export function firstParams(search: SearchParams): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value
      return first === undefined ? [] : [[name, first]]
    }),
  )
}

/** The address of a page with its query string, to come back to after a sign-in. */
export function pageAddress(path: string, search: SearchParams): string {
  const text = new URLSearchParams(firstParams(search)).toString()
  return text ? `${path}?${text}` : path
}
