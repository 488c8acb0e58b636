import { BarePage } from '@/components/shell/bare-page'
import { buttonClass } from '@/components/ui/button'

export default function NotFound() {
  return (
    <BarePage
      title="There is no such page"
      actions={
        <>
          <a href="/" className={buttonClass('strong', 'big')}>
            To your orgs
          </a>
          <a href="/stop" className={buttonClass('plain', 'big')}>
            Open Stop
          </a>
        </>
      }
    >
      <title>Not found · Console</title>
      <p>The address may be mistyped, or it belongs to an org that you may not see.</p>
    </BarePage>
  )
}
