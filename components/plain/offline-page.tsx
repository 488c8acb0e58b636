import { PlainPage } from './plain-page'

/** What is away: the network of the phone, or the console while the phone has a network. */
export type Away = 'network' | 'console'

const WORDS: Record<Away, { title: string; headline: string; means: string; once: string }> = {
  network: {
    title: 'Offline',
    headline: 'You are offline',
    means: 'This device has no network, so the console cannot be reached from it.',
    once: 'once you are online',
  },
  console: {
    title: 'Console not reached',
    headline: 'The console cannot be reached',
    means:
      'This device has a network, but the console does not answer: it may be down, or something in between may be.',
    once: 'once the console answers',
  },
}

/** What the service worker shows instead of a page that could not be loaded. It knows nothing of any stop, and says so. */
export function OfflinePage({ away, nonce }: { away: Away; nonce: string }) {
  const { title, headline, means, once } = WORDS[away]
  return (
    <PlainPage title={title} nonce={nonce} mark="unknown">
      <main>
        <h1 className="wait">◔ {headline}</h1>
        <p>{means} Nothing was stopped or resumed by opening this page, and nothing is kept to be sent later.</p>
        <p className="soft">
          A stop that the console had accepted before stays in force. One that was pressed without an answer may not
          have arrived: {once}, look at it and press again if it is not in force.
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
