'use client'

/** The last resort, without any style of the app: it must work when everything else has failed. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>Failed · Console</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <h1>The console failed to show this page</h1>
        <p>Nothing was changed by it. Stopping does not depend on this page.</p>
        <p>
          <a href="/stop">Open Stop</a>
        </p>
        <button type="button" onClick={() => window.location.reload()}>
          Try again
        </button>
      </body>
    </html>
  )
}
