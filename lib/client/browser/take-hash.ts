/** True once for an address that ends in `#name`, which is taken out of it: a reload or a bookmark does not repeat it. */
export function takeHash(name: string): boolean {
  const { hash, pathname, search } = window.location
  if (hash !== `#${name}`) return false
  window.history.replaceState(window.history.state, '', pathname + search)
  return true
}
