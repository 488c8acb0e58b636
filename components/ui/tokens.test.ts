/** Text can be read on every ground it is put on, in both themes: WCAG 2.2, 1.4.3 and 1.4.11. */
import { describe, expect, it } from 'vitest'
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
const SERIES: Token[] = ['series1', 'series2', 'series3', 'series4', 'series5', 'series6', 'series7', 'series8']
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
  ...SERIES.map((series): [Token, Token, number] => [series, 'panel', 3]),
]

it.each(['light', 'dark'] as const)('%s', (theme) => {
  const tokens = THEME_TOKENS[theme]
  const tooFaint = PAIRS.filter(([text, ground, least]) => contrast(tokens[text], tokens[ground]) < least)
  expect(tooFaint).toEqual([])
})

/** How eyes without one kind of cone see linear red, green and blue. Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHTS: Record<string, readonly (readonly number[])[]> = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const dot = (row: readonly number[], values: readonly number[]) =>
  row.reduce((sum, factor, at) => sum + factor * (values[at] as number), 0)

/** OKLab of `#rrggbb` as a sight sees it: distances in it are as large as they look. Ottosson 2020. */
function lab(colour: string, sight: readonly (readonly number[])[]): number[] {
  const linear = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16)))
  const seen = sight.map((row) => Math.min(1, Math.max(0, dot(row, linear))))
  const cones = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ].map((row) => Math.cbrt(dot(row, seen)))
  return [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ].map((row) => dot(row, cones))
}

/** The nearest two of the series, and the nearest two that lie on each other in a stack. */
function nearest(theme: 'light' | 'dark', sight: string): { any: number; stacked: number } {
  const seen = SERIES.map((series) => lab(THEME_TOKENS[theme][series], SIGHTS[sight] as number[][]))
  const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, at) => value - (b[at] as number)))
  const all = seen.flatMap((a, i) => seen.slice(0, i).map((b, j) => ({ apart: i - j, is: distance(a, b) })))
  const least = (of: typeof all) => Math.min(...of.map(({ is }) => is))
  return { any: least(all), stacked: least(all.filter(({ apart }) => apart === 1)) }
}

describe.each(['light', 'dark'] as const)('%s: the series can be distinguished', (theme) => {
  it.each(Object.keys(SIGHTS))('with %s', (sight) => {
    const { any, stacked } = nearest(theme, sight)
    expect(any).toBeGreaterThan(0.1)
    expect(stacked).toBeGreaterThan(0.15)
  })
})

it('red and green of one lightness are too near without green cones', () => {
  const sight = SIGHTS.deuteranopia as number[][]
  const [red, green] = [lab('#c0504d', sight), lab('#7f8a3c', sight)]
  expect(Math.hypot(...red.map((value, at) => value - (green[at] as number)))).toBeLessThan(0.1)
})

it('knows black on white, and the grey that just passes', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#767676', '#ffffff')).toBeGreaterThan(4.5)
  expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5)
})
