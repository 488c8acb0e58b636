/**
 * Plain HTML answers that need no script: static markup, one inline style with the request's nonce. React's static renderer
 * must be imported when asked for; a static import of it does not build.
 */
import type { ReactElement } from 'react'

export async function htmlResponse(
  element: ReactElement,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { renderToStaticMarkup } = await import('react-dom/server')
  return new Response(`<!doctype html>${renderToStaticMarkup(element)}`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
  })
}

export const nonceOf = (request: Request): string => request.headers.get('x-nonce') ?? ''
