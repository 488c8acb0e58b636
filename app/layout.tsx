import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'
import { ServiceWorker } from '@/lib/client/browser/service-worker'
import { readTheme, readZone } from '@/lib/client/state/preference-cookies'
import { FONTS_CLASS } from './fonts'
import './globals.css'

export const metadata: Metadata = {
  applicationName: 'MachineID console',
  appleWebApp: { capable: true, title: 'MachineID', statusBarStyle: 'default' },
  icons: { apple: '/icons/apple-touch-icon.png' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbfa' },
    { media: '(prefers-color-scheme: dark)', color: '#121211' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = readTheme(jar.get('theme')?.value)
  return (
    <html lang="en" data-theme={theme} className={FONTS_CLASS}>
      <body>
        <Providers theme={theme} zone={readZone(jar.get('zone')?.value)} renderedAt={Date.now()}>
          {children}
        </Providers>
        <ServiceWorker />
      </body>
    </html>
  )
}
