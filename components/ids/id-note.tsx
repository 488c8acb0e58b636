import { exactId, listedAsText } from '@/lib/domain/ids/listed-id'
import { idPieces } from '@/lib/domain/ids/shown-id'

/** What a person must know of an id that is not what it seems; nothing for a plain one. */
export function IdNote({ id }: { id: string }) {
  const sentence = noteOf(id)
  return sentence && <p className="text-small text-wait">{sentence}</p>
}

function noteOf(id: string): string | null {
  const text = listedAsText(id)
  if (text === null)
    return `This authority lists an id that is no text: ${exactId(id)} in JSON. It is not the text of it.`
  if (text === '') return 'This authority lists an empty id.'
  if (text !== id) return 'This id has characters that fit on no line. They are written as in JSON after json=.'
  return idPieces(id).some(({ name }) => name) ? 'This id has characters that are not seen: ␣ is a space.' : null
}
