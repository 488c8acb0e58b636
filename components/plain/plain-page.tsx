import type { ReactNode } from 'react'
import { PLAIN_STYLE } from './plain-style'

/** The frame of a page without script. `refresh` is the content of a meta refresh. */
export function PlainPage({
  title,
  nonce,
  refresh,
  children,
}: {
  title: string
  nonce: string
  refresh?: string
  children: ReactNode
}) {
  return (
    <html lang="en">
      {/* biome-ignore lint/style/noHeadElement: a whole document of its own, outside Next's pages */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        {refresh ? <meta httpEquiv="refresh" content={refresh} /> : null}
        <title>{title}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; React would escape the quotes in it */}
        <style nonce={nonce} dangerouslySetInnerHTML={{ __html: PLAIN_STYLE }} />
      </head>
      <body>{children}</body>
    </html>
  )
}
