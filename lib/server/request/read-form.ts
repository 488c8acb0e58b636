/** Reads a form that was posted without script, never more of it than allowed; null for anything that is not one. */
const FORM_BYTES_MAX = 65_536

export async function readForm(request: Request, bytesMax = FORM_BYTES_MAX): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) return null
  const chunks: Uint8Array[] = []
  let bytes = 0
  // A proxy may send it on in chunks, without saying how long it is.
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) return null
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
