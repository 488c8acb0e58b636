const FILE = /^(?:app|lib|components)\/[\w/[\].-]+\.(?:tsx?|mjs)/

/** The file of the product, from the root of the repository, that an address or a frame of a stack names; undefined for any other. */
export function productFileIn(text: string, root = process.cwd()): string | undefined {
  const at = text.lastIndexOf(`${root}/`)
  return at < 0 ? undefined : FILE.exec(text.slice(at + root.length + 1))?.[0]
}
