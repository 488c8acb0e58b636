import { PlainPage } from './plain-page'

/** What the service worker shows instead of a page that could not be loaded. It knows nothing of any stop, and says so. */
export function OfflinePage({ nonce }: { nonce: string }) {
  return (
    <PlainPage title="Offline" nonce={nonce} mark="unknown">
      <main>
        <h1 className="wait">◔ You are offline</h1>
        <p>
          The console cannot be reached from this device. Nothing was stopped or resumed by opening this page, and
          nothing is kept to be sent later.
        </p>
        <p className="soft">
          A stop that the console had accepted before stays in force. One that was pressed without an answer may not
          have arrived: once you are online, look at it and press again if it is not in force.
        </p>
        <div className="grow" />
        {/* An empty address is the page that could not be loaded; it is asked for again, never sent again. */}
        {/* biome-ignore lint/a11y/useValidAnchor: an empty href is the address of this very page */}
        <a className="ghost" href="">
          Try again
        </a>
        <a className="ghost" href="/stop">
          Open Stop
        </a>
      </main>
    </PlainPage>
  )
}
