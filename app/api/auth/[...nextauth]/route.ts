import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authConsole, authOptions } from '@/lib/server/auth'

async function handler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) {
  return NextAuth(request, context, authOptions(await authConsole()))
}

export { handler as GET, handler as POST }
