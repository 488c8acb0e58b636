import { isolated, isolates } from '@/lib/domain/ids/isolated'

/** A text in which ids are isolated already, with an element for each of them. */
export const Isolates = ({ text }: { text: string }) =>
  isolates(text).map((piece, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name.
      <bdi key={index}>{piece}</bdi>
    ) : (
      piece
    ),
  )

/** A selector or a part of one, in order from left to right whatever scripts it is written in. */
export const Isolated = ({ text, className }: { text: string; className?: string }) => (
  <bdi dir="ltr" className={className}>
    <Isolates text={isolated(text)} />
  </bdi>
)
