/** Prints ids of hostile shapes, each with its literal for Python, as the console writes them. */
import { build } from 'esbuild'
import fc from 'fast-check'

const { outputFiles } = await build({
  entryPoints: ['lib/domain/connect/literals.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const { pythonLiteral } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
const parts = [
  '"',
  "'",
  '\\',
  '"""',
  "'''",
  '#',
  '\n',
  '\r',
  '\0',
  '\u2028',
  '\u202e',
  'א',
  '😀',
  '{x}',
  '%s',
  '\\N{DASH}',
  '\\u0041',
  '$()',
  '`',
  '*/',
]
const ids = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 8 })
  .map((some) => some.join(''))
  .filter((id) => id !== '' && id.isWellFormed())
console.log(JSON.stringify([...parts, ...fc.sample(ids, 1_000)].map((id) => [id, pythonLiteral(id)])))
