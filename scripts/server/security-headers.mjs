/** Headers that every answer of the console carries: pages, files, redirects, errors, and what the framework never saw. */

/**
 * Name → value. The policy is for answers that have none of their own: nothing may load, and no page may frame them.
 * @param {{publicUrl: string}} options
 */
export const securityHeaders = ({ publicUrl }) => ({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
})

/** Adds to an answer, at the moment its head is written, what it does not set itself. */
export function addSecurityHeaders(response, headers) {
  const writeHead = response.writeHead
  response.writeHead = function (...args) {
    for (const [name, value] of Object.entries(headers)) if (!this.hasHeader(name)) this.setHeader(name, value)
    return writeHead.apply(this, args)
  }
}
