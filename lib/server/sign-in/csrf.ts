/** next-auth's CSRF token and cookie for a form that is posted without script. */
import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authConsole, authOptions } from './auth'

export async function csrfOf(request: Request): Promise<{ token: string; setCookies: string[] }> {
  const console = await authConsole()
  const inner = new NextRequest(new URL('/api/auth/csrf', console.config.publicUrl), {
    headers: { cookie: request.headers.get('cookie') ?? '' },
  })
  const response: Response = await NextAuth(
    inner,
    { params: Promise.resolve({ nextauth: ['csrf'] }) },
    authOptions(console),
  )
  const { csrfToken } = (await response.json()) as { csrfToken: string }
  return { token: csrfToken, setCookies: response.headers.getSetCookie() }
}
