/** `/stop` as a browser without script uses it: pages by their address, and the forms in them, posted. */
import { getStopPart, postStopPart } from '@/lib/server/stop/choose-part'
import { getOrgStop, stopOverview } from '@/lib/server/stop/get-org-stop'
import { postAllStops } from '@/lib/server/stop/post-all-stops'
import { postOrgStop, postStopReason } from '@/lib/server/stop/post-org-stop'
import { postStopSelection } from '@/lib/server/stop/revoke-selection'
import type { ApiConsole } from './api-console'

export type Fields = [name: string, value: string][]

type Handler = (request: Request, context: { params: Promise<{ org: string }> }) => Promise<Response>

const GET: Record<string, Handler> = { '': getOrgStop, part: getStopPart }
const POST: Record<string, Handler> = {
  '': postOrgStop,
  part: postStopPart,
  revoke: postStopSelection,
  reason: postStopReason,
}

export function stopRequests(api: ApiConsole) {
  const url = (path: string) => `${api.console.config.publicUrl}${path}`

  function answer(handlers: Record<string, Handler>, overview: Handler, request: Request): Promise<Response> {
    const [, , org, what = ''] = new URL(request.url).pathname.split('/')
    const handler = org === undefined ? overview : (handlers[what] as Handler)
    return handler(request, { params: Promise.resolve({ org: decodeURIComponent(org ?? '') }) })
  }

  return {
    url,
    get: (path: string, cookie?: string): Promise<Response> =>
      answer(
        GET,
        stopOverview,
        new Request(url(path), { headers: { 'sec-fetch-site': 'none', ...(cookie ? { cookie } : {}) } }),
      ),
    post(path: string, form: Fields, cookie?: string, headers: Record<string, string> = {}): Promise<Response> {
      const request = new Request(url(path), {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        body: new URLSearchParams(form).toString(),
      })
      return answer(POST, postAllStops, request)
    },
  }
}

const CHARS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

/** An attribute or a text of a page as it is meant. */
export const unescaped = (html: string): string =>
  html.replace(/&([\w#]+);/g, (all, name: string) => CHARS[name] ?? all)

/** The fields of each form in a page, by the form's address; of several with one address the last. */
export async function formsOf(response: Response): Promise<Map<string, Fields>> {
  const forms = new Map<string, Fields>()
  for (const [, action = '', inner = ''] of (await response.text()).matchAll(
    /<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs,
  )) {
    const fields = [...inner.matchAll(/name="(\w+)" value="([^"]*)"/g)]
    forms.set(
      action,
      fields.map(([, name = '', value = '']) => [name, unescaped(value)]),
    )
  }
  return forms
}
