import type { Config } from 'tailwindcss'

const token = (name: string) => `var(--${name})`

/** Every colour is a custom property of `app/globals.css`; there is no other palette, so that colour can only mean state. */
export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      bg: token('bg'),
      panel: token('panel'),
      line: token('line'),
      edge: token('edge'),
      ink: token('ink'),
      soft: token('soft'),
      faint: token('faint'),
      hover: token('hover'),
      ok: token('ok'),
      'ok-bg': token('ok-bg'),
      stop: token('stop'),
      'stop-bg': token('stop-bg'),
      'on-stop': token('on-stop'),
      wait: token('wait'),
      'wait-bg': token('wait-bg'),
      off: token('off'),
      'off-bg': token('off-bg'),
      focus: token('focus'),
      sel: token('sel'),
      scrim: token('scrim'),
    },
    fontFamily: { sans: token('sans'), mono: token('mono') },
  },
} satisfies Config
