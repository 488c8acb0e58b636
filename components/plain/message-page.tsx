import { PlainPage } from './plain-page'

/** One sentence and the way on. */
export function MessagePage({
  title,
  detail,
  href,
  action,
  nonce,
}: {
  title: string
  detail: string
  href: string
  action: string
  nonce: string
}) {
  return (
    <PlainPage title={title} nonce={nonce}>
      <main>
        <h1>{title}</h1>
        <p>{detail}</p>
        <div className="grow" />
        <a className="ghost" href={href}>
          {action}
        </a>
      </main>
    </PlainPage>
  )
}
