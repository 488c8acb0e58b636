import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { addressOf } from '@/lib/server/address'
import { type AuthVisit, authConsole, authOptions } from '@/lib/server/auth'
import { finishAuth } from '@/lib/server/finish-auth'

async function handler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) {
  const console = await authConsole()
  const visit: AuthVisit = { address: addressOf(request.headers, console.config) }
  const response: Response = await NextAuth(request, context, authOptions(console, visit))
  return finishAuth(console, request, visit, response)
}

export { handler as GET, handler as POST }
