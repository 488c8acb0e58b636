import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'
import { PARTS_STYLE, PLAIN_STYLE } from './plain-style'

/** The icon of the tab: what the page knows of the org. */
export type PlainMark = 'running' | 'stopped' | 'alarm' | 'empty' | 'unknown'

/** The frame of a page without script. `refresh` is the content of a meta refresh. */
export function PlainPage({
  title,
  nonce,
  refresh,
  mark = 'unknown',
  narrow = false,
  parts = false,
  children,
}: {
  title: string
  nonce: string
  refresh?: string
  mark?: PlainMark
  /** A form alone. */
  narrow?: boolean
  /** Has what `PARTS_STYLE` is for: other pages do without its bytes. */
  parts?: boolean
  children: ReactNode
}) {
  return (
    <html lang="en">
      {/* A whole document of its own, outside Next's pages: biome.json turns the rule off for this file. */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        {refresh ? <meta httpEquiv="refresh" content={refresh} /> : null}
        <meta name="theme-color" content="#121211" media="(prefers-color-scheme:dark)" />
        <meta name="theme-color" content="#fbfbfa" />
        <title>{title}</title>
        <link rel="icon" type="image/svg+xml" href={`/state-${mark}.svg`} />
        <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; React would escape the quotes in it */}
        <style nonce={nonce} dangerouslySetInnerHTML={{ __html: parts ? PLAIN_STYLE + PARTS_STYLE : PLAIN_STYLE }} />
      </head>
      <body className={narrow ? 'narrow' : undefined}>
        <header>
          <a className="brand" href="/">
            <Mark />
            MachineID console
          </a>
        </header>
        {children}
      </body>
    </html>
  )
}
