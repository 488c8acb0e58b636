import Link from 'next/link'
import { redirect } from 'next/navigation'
import { pageContext } from '@/lib/server/page'
import { listOrgs } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'

/** With one org straight to it; with several a choice. */
export default async function Page() {
  const { orgs } = await invoke(listOrgs, await pageContext('/'), {})
  if (orgs.length === 1 && orgs[0]) redirect(`/${orgs[0].slug}`)
  return (
    <main className="mx-auto flex max-w-[560px] flex-col gap-4 px-4 py-16">
      <title>Orgs · Console</title>
      <h1 className="text-title">{orgs.length === 0 ? 'No org yet' : 'Your orgs'}</h1>
      {orgs.length === 0 && (
        <p className="text-soft">
          You hold no role in any org. An admin gives you one with{' '}
          <code className="mono text-ink">npm run admin -- user add</code>.
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {orgs.map(({ slug, name, role }) => (
          <li key={slug}>
            <Link
              href={`/${slug}`}
              className="touch flex items-center justify-between rounded-box border bg-panel px-4 py-3 hover:bg-hover"
            >
              <span className="font-semibold">{name}</span>
              <span className="text-soft">{role}</span>
            </Link>
          </li>
        ))}
      </ul>
    </main>
  )
}
