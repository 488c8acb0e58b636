/** The paths of a framework that no hook reaches, as the head of its adapter lists them: they are written nowhere else. */

const HEAD = /^Paths\b[^:\n]*?(?:without|for which)[^:\n]*?(?:\.|:)(.*)$/

/** Comment signs at the beginning of a line: `#`, ` *`. */
const bare = (line: string): string => line.replace(/^\s*(?:#|\*(?!\/))? ?/, '').trimEnd()

/** Each path as one sentence. Throws where a file has none: an adapter without its list is not handed out. */
export function unguardedPaths(source: string): string[] {
  const lines = source.split('\n').map(bare)
  const head = lines.findIndex((line) => HEAD.test(line))
  const rest: string[] = []
  for (const line of lines.slice(head + 1)) {
    if (line === '' || line.startsWith('"""') || line.startsWith('*/')) break
    rest.push(line)
  }
  const isList = rest[0]?.startsWith('- ') ?? false
  const text = isList ? rest.join('\n') : [(HEAD.exec(lines[head] ?? '')?.[1] ?? '').trim(), ...rest].join(' ')
  const paths = (isList ? text.split(/^- /m).slice(1) : text.split('; '))
    .map((path) => path.replace(/\s+/g, ' ').trim().replace(/[;.]$/, ''))
    .filter((path) => path !== '')
  if (head < 0 || paths.length === 0) throw new RangeError('the head of this file lists no paths without a hook')
  return paths
}
