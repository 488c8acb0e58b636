/** One scale of type, one radius, one palette: no component writes a size, a radius or a colour of its own. */
import { expect, it } from 'vitest'
import { readSources, type Sources } from './import-graph'

const OF_ITS_OWN: readonly [what: RegExp, instead: string][] = [
  [/\btext-(?:\[[\d.]+(?:px|rem|em)\]|xs|sm|lg|xl|\dxl)(?![\w-])/, 'text-tiny, small, base, lead, title or huge'],
  [
    /\brounded(?:-[trblse]{1,2})?-(?:\[[^\]]+\]|sm|md|lg|xl|\dxl)(?![\w-])/,
    'rounded-box, rounded-tight or rounded-full',
  ],
  [/\b(?:bg|text|border|fill|stroke)-\[(?:#|rgb|hsl|oklch)/, 'a colour of tokens.ts'],
]

const faultsOf = (sources: Sources): string[] =>
  [...sources].flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        OF_ITS_OWN.flatMap(([what, instead]) => (what.test(line) ? [`${file}:${at + 1}: use ${instead}`] : [])),
      ),
  )

it('every size, radius and colour is one of the scale', () => {
  expect(faultsOf(readSources(['app', 'components']))).toEqual([])
})

it.each([
  '<p className="text-[13px]">',
  '<p className="max-sm:text-sm">',
  '<div className="rounded-[7px]">',
  '<div className="rounded-t-lg">',
  '<i className="bg-[#b91c1c]">',
])('would be found: %s', (line) => {
  expect(faultsOf(new Map([['components/x.tsx', line]]))).toHaveLength(1)
})
