import { Isolated } from '@/components/ids/isolated'

const SHOWN_WHOLE = 22

/** A name of any length in one line; a long one is whole on hover, and below it while its link has the keyboard's focus. */
export function PartName({ name }: { name: string }) {
  return (
    <span className="block truncate" title={name.length > SHOWN_WHOLE ? name : undefined}>
      <Isolated text={name} />
    </span>
  )
}

/** Class of the link around a name that may be cut; `data-whole` has the name. */
export const WHOLE_ON_FOCUS =
  'relative data-[whole]:focus-visible:after:absolute data-[whole]:focus-visible:after:top-full data-[whole]:focus-visible:after:left-0 data-[whole]:focus-visible:after:z-30 data-[whole]:focus-visible:after:w-72 data-[whole]:focus-visible:after:rounded-tight data-[whole]:focus-visible:after:bg-ink data-[whole]:focus-visible:after:px-2 data-[whole]:focus-visible:after:py-1 data-[whole]:focus-visible:after:text-small data-[whole]:focus-visible:after:whitespace-normal data-[whole]:focus-visible:after:text-bg data-[whole]:focus-visible:after:wrap-anywhere data-[whole]:focus-visible:after:content-[attr(data-whole)]'

export const wholeOf = (name: string): string | undefined => (name.length > SHOWN_WHOLE ? name : undefined)
