import Link from 'next/link'

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-[560px] flex-col gap-3 px-4 py-16">
      <title>Not found · Console</title>
      <h1 className="text-title">There is no such page</h1>
      <p className="text-soft">The address may be mistyped, or it belongs to an org that you may not see.</p>
      <p>
        <Link href="/" className="underline underline-offset-2 pointer-coarse:py-2.5">
          To your orgs
        </Link>
      </p>
    </main>
  )
}
