/**
 * Typed arrays that grow where they are and give their memory back at once. An ordinary one is copied to grow, what it leaves
 * lies about until a garbage collector gets to it, and the C library keeps much of it even then.
 */
type Growing = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
type Constructor<Kind extends Growing> = { new (buffer: ArrayBuffer): Kind; readonly BYTES_PER_ELEMENT: number }

/** Addresses kept free for growing, as a multiple of what is there but not without end: they take no memory. */
const RESERVED = 64
const RESERVED_BYTES_MAX = 2 ** 30

/** A page, which is what any memory of its own takes. */
const BYTES_AT_START = 4_096

/** An array of so many zeros, none at first. Its `length` changes when it grows. */
export function growing<Kind extends Growing>(kind: Constructor<Kind>, length = 0): Kind {
  const bytes = length * kind.BYTES_PER_ELEMENT
  const reserved = Math.max(bytes, Math.min(bytes * RESERVED, RESERVED_BYTES_MAX))
  return new kind(new ArrayBuffer(bytes, { maxByteLength: reserved }))
}

/** The array with room for so many at least, and for a good many more: itself, or another one in place of it. */
export function grown<Kind extends Growing>(array: Kind, length: number): Kind {
  if (length <= array.length) return array
  const wanted = Math.max(length, array.length * 2, BYTES_AT_START / array.BYTES_PER_ELEMENT)
  const { buffer } = array
  if (wanted * array.BYTES_PER_ELEMENT <= buffer.maxByteLength) {
    buffer.resize(wanted * array.BYTES_PER_ELEMENT)
    return array
  }
  const next = growing(array.constructor as Constructor<Kind>, wanted)
  next.set(array)
  giveBack(array)
  return next
}

/** Gives the memory of an array back; it is empty from then on. */
export function giveBack({ buffer }: Growing): void {
  buffer.resize(0)
}
