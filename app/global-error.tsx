'use client'
import type { CSSProperties } from 'react'
import { Mark } from '@/components/ui/mark'
import { THEME_TOKENS } from '@/components/ui/tokens'

const { light, dark } = THEME_TOKENS

const PAGE = {
  colorScheme: 'light dark',
  background: `light-dark(${light.bg}, ${dark.bg})`,
  color: `light-dark(${light.ink}, ${dark.ink})`,
  '--stop': `light-dark(${light.stop}, ${dark.stop})`,
} as CSSProperties

const COLUMN: CSSProperties = {
  maxWidth: '34rem',
  margin: '0 auto',
  padding: '8px 16px',
  font: '16px/1.45 system-ui, sans-serif',
  overflowWrap: 'anywhere',
}

const PRESS: CSSProperties = {
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  boxSizing: 'border-box',
  width: '100%',
  minHeight: 52,
  marginTop: 8,
  border: '1px solid',
  borderRadius: 8,
  background: 'none',
  color: 'inherit',
  font: '600 16px/1.2 system-ui, sans-serif',
  textDecoration: 'none',
}

/** The last resort, without the styles of the app: it must work when everything else has failed. */
export default function GlobalError() {
  return (
    <html lang="en" style={PAGE}>
      <body style={COLUMN}>
        <title>Failed · Console</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <p style={{ display: 'flex', gap: 8, alignItems: 'center', fontSize: 14, fontWeight: 650 }}>
          <span style={{ width: 20, height: 20 }}>
            <Mark />
          </span>
          MachineID console
        </p>
        <h1 style={{ fontSize: 26, lineHeight: 1.15 }}>The console failed to show this page</h1>
        <p>Nothing was changed by it. Stopping does not depend on this page.</p>
        <a href="/stop" style={PRESS}>
          Open Stop
        </a>
        <button type="button" style={PRESS} onClick={() => window.location.reload()}>
          Try again
        </button>
      </body>
    </html>
  )
}
