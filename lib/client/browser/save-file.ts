const KEPT_MS = 60_000

/** Hands bytes to the browser as a file to save. */
export function saveFile(filename: string, file: Blob): void {
  const href = URL.createObjectURL(file)
  const link = Object.assign(document.createElement('a'), { href, download: filename })
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS)
}
