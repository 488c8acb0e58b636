import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authConsole, authOptions, sessionCookie } from '@/lib/server/auth'
import { withTypedEmail } from '@/lib/server/typed-email'

async function handler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) {
  const console = await authConsole()
  const copy = isSignIn(request) ? request.clone() : null
  const response: Response = await NextAuth(request, context, authOptions(console))
  if (!copy) return response
  // Read from a copy: next-auth reads the form itself.
  const typed = await copy.formData().catch(() => null)
  return withTypedEmail(response, typed?.get('email'), sessionCookie(console.config).secure)
}

const isSignIn = ({ method, url }: NextRequest): boolean =>
  method === 'POST' && new URL(url).pathname.endsWith('/callback/credentials')

export { handler as GET, handler as POST }
