'use client'

/** The last resort, without any style of the app: it must work when everything else has failed. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Failed · Console</title>
        <h1>The console failed to show this page</h1>
        <p>
          Nothing was changed by it. <a href="/stop">The plain stop page</a> does not depend on this one.
        </p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  )
}
