const KEPT_MS = 60_000

/** Hands a text to the browser as a file to save. */
export function saveText(filename: string, contentType: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: contentType }))
  const link = Object.assign(document.createElement('a'), { href, download: filename })
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS)
}
