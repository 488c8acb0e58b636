/** Text can be read on every ground it is put on, in both themes: WCAG 2.2, 1.4.3 and 1.4.11. */
import { expect, it } from 'vitest'
import { THEME_TOKENS, type Token } from './tokens'

const channel = (value: number): number => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Relative luminance of `#rrggbb`, 0 to 1. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16)))
  return 0.2126 * (red as number) + 0.7152 * (green as number) + 0.0722 * (blue as number)
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const GROUNDS: Token[] = ['bg', 'panel', 'hover', 'sel']
const TEXTS: Token[] = ['ink', 'soft', 'faint', 'ok', 'stop', 'wait', 'off', 'focus']
const PAIRS: [text: Token, ground: Token, least: number][] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): [Token, Token, number] => [text, ground, 4.5])),
  ...(['ok', 'stop', 'wait', 'off'] as const).map((tone): [Token, Token, number] => [tone, `${tone}-bg`, 4.5]),
  ['ink', 'stop-bg', 4.5],
  ['ink', 'wait-bg', 4.5],
  ['ink', 'off-bg', 4.5],
  ['on-stop', 'stop', 4.5],
  ['bg', 'ink', 4.5],
  ['edge', 'bg', 3],
  ['edge', 'panel', 3],
]

it.each(['light', 'dark'] as const)('%s', (theme) => {
  const tokens = THEME_TOKENS[theme]
  const tooFaint = PAIRS.filter(([text, ground, least]) => contrast(tokens[text], tokens[ground]) < least)
  expect(tooFaint).toEqual([])
})

it('knows black on white, and the grey that just passes', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#767676', '#ffffff')).toBeGreaterThan(4.5)
  expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5)
})
