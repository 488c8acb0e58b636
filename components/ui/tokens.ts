/**
 * Every colour of the interface, for light and dark. Neutrals are warm greys; `stop` is the one accent; `ok`, `wait` and `off`
 * are states, each with a tint for the ground of a pill. `edge` outlines what can be filled in, `line` only separates. `series1` to
 * `series8` tell the bands of a chart apart, also for eyes that see fewer colours, and mean nothing else.
 */
const LIGHT = {
  bg: '#fbfbfa',
  panel: '#ffffff',
  line: '#e6e5e1',
  edge: '#8b8a83',
  ink: '#1b1b19',
  soft: '#5c5b56',
  faint: '#6b6a64',
  hover: '#f3f2ef',
  ok: '#1a6b44',
  'ok-bg': '#e5f3eb',
  stop: '#b91c1c',
  'stop-bg': '#fdecea',
  'on-stop': '#ffffff',
  wait: '#835706',
  'wait-bg': '#fbf1dc',
  off: '#5f5e59',
  'off-bg': '#eeede9',
  focus: '#2f5fd0',
  sel: '#eef3fe',
  scrim: 'rgb(20 20 18 / 40%)',
  series1: '#4355ae',
  series2: '#459e90',
  series3: '#263507',
  series4: '#ae5113',
  series5: '#57075d',
  series6: '#a07ade',
  series7: '#754c64',
  series8: '#c3842d',
} as const

export type Token = keyof typeof LIGHT

const DARK: Record<Token, string> = {
  bg: '#121211',
  panel: '#1a1a18',
  line: '#2c2c29',
  edge: '#77766f',
  ink: '#edece8',
  soft: '#a9a8a1',
  faint: '#96958e',
  hover: '#222220',
  ok: '#5fc48f',
  'ok-bg': '#16281f',
  stop: '#ff6b60',
  'stop-bg': '#331614',
  'on-stop': '#1a0504',
  wait: '#e0b050',
  'wait-bg': '#2e2410',
  off: '#a4a39c',
  'off-bg': '#262623',
  focus: '#86a9ff',
  sel: '#1c2436',
  scrim: 'rgb(0 0 0 / 60%)',
  series1: '#cf9c70',
  series2: '#4ef6d7',
  series3: '#486fc1',
  series4: '#d9d155',
  series5: '#6695f1',
  series6: '#b7650d',
  series7: '#a3bbf1',
  series8: '#845d76',
}

export const THEME_TOKENS: Record<'light' | 'dark', Record<Token, string>> = { light: LIGHT, dark: DARK }
export const TOKENS = Object.keys(LIGHT) as Token[]

/** Custom properties of a theme, `--bg` and so on; of some tokens only where these are named. */
export const themeVariables = (theme: 'light' | 'dark', names: readonly Token[] = TOKENS): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`--${name}`, THEME_TOKENS[theme][name]]))
