/** Prints what the Connect page hands out for each Python framework, as JSON: arguments are the address, the id and the boundaries. */
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'

const contents = `
export { FRAMEWORKS } from './lib/domain/connect/frameworks'
export { commandsOf, handOut, sourcesOf } from './lib/domain/connect/hand-out'
`
const { outputFiles } = await build({
  stdin: { contents, resolveDir: '.', loader: 'ts' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const { FRAMEWORKS, commandsOf, handOut, sourcesOf } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
)
const [baseUrl, id, boundaries] = process.argv.slice(2)
const handed = FRAMEWORKS.filter(({ language }) => language === 'python').map((framework) => {
  const sources = new Map(sourcesOf(framework).map((path) => [path, readFileSync(`guards/${path}`, 'utf8')]))
  const files = handOut(framework, sources, { id, baseUrl, boundaries: boundaries.split(',') })
  return [framework.id, { files, start: commandsOf(framework).at(-1).lines.join('\n') }]
})
console.log(JSON.stringify(Object.fromEntries(handed)))
