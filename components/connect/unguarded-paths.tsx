import { TriangleAlert } from 'lucide-react'

/** What no hook of a framework reaches, in the words of its adapter. */
export function UnguardedPaths({ name, paths }: { name: string; paths: readonly string[] }) {
  return (
    <div className="flex flex-col gap-1.5 border-t px-4 py-3">
      <h3 className="flex items-center gap-1.5">
        <TriangleAlert aria-hidden className="size-4 text-wait" />
        What no hook reaches: {name}
      </h3>
      <p className="text-small text-soft">
        A stop is noticed there only if your code checks. Put one at its beginning.
      </p>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-small">
        {paths.map((path) => (
          <li key={path} className="wrap-anywhere">
            {path.replaceAll('`', '')}
          </li>
        ))}
      </ul>
    </div>
  )
}
