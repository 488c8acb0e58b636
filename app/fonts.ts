/** The two typefaces, shipped with the app: nothing is fetched from elsewhere, and pages look the same on every system. */
import localFont from 'next/font/local'

const sans = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-sans',
  display: 'swap',
})

const mono = localFont({
  src: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  variable: '--font-mono',
  display: 'swap',
  adjustFontFallback: false,
})

export const FONTS_CLASS = `${sans.variable} ${mono.variable}`
