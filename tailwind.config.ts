import type { Config } from 'tailwindcss'
import plugin from 'tailwindcss/plugin'
import { TOKENS, themeVariables } from './components/ui/tokens'

const DARK = { 'color-scheme': 'dark', ...themeVariables('dark') }

/** The colours are those of `tokens.ts` and no others, so that colour can only mean state; one radius, one scale of sizes. */
export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      ...Object.fromEntries(TOKENS.map((name) => [name, `var(--${name})`])),
    },
    borderRadius: { none: '0', tight: '4px', box: '8px', full: '9999px' },
    fontSize: {
      tiny: ['11px', '1.35'],
      small: ['12.5px', '1.4'],
      base: ['14px', '1.45'],
      lead: ['16px', '1.4'],
      title: ['19px', '1.25'],
      huge: ['26px', '1.15'],
    },
    fontFamily: { sans: 'var(--sans)', mono: 'var(--mono)' },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ':root': { 'color-scheme': 'light', ...themeVariables('light') },
        ':root[data-theme="dark"]': DARK,
        '@media (prefers-color-scheme: dark)': { ':root:not([data-theme="light"])': DARK },
        // Paper is white, whatever the screen is.
        '@media print': { ':root:root:root': { 'color-scheme': 'light', ...themeVariables('light') } },
      })
    }),
  ],
} satisfies Config
