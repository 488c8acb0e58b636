import { devices } from '@/components/words/operation-words'
import type { DeviceKeyActName } from '@/lib/client/api/connect/device-key-queries'
import type { ToastContent } from '@/lib/client/state/toasts'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { KeyActResult } from '@/lib/domain/wire/device-keys'

const DONE: Record<DeviceKeyActName, string> = {
  release: 'New key allowed',
  end: 'Keys ended',
  lift: 'Id block lifted',
}

const NEXT: Record<DeviceKeyActName, string> = {
  release: 'It counts for one register under an enrolment key within the hour.',
  end: 'The next request with such a key is refused.',
  lift: 'The id can register again.',
}

/** What became of an act on keys, said once; where some failed it stays until it is dismissed. */
export function keyActToast(act: DeviceKeyActName, ids: readonly string[], result: KeyActResult): ToastContent {
  const { changed, unchanged, failed } = result
  const [only] = ids
  const subject = ids.length === 1 && only !== undefined ? shownId(only) : devices(changed)
  const [first] = failed
  if (first) {
    const why = first.message ?? first.code ?? 'the authority gave no clear answer'
    const title = `${DONE[act]} for ${(changed + unchanged).toLocaleString('en')} of ${devices(ids.length)}`
    const left = failed.length === 1 ? 'Not for' : `Not for ${devices(failed.length)}, such as`
    return { tone: 'wait', title, detail: `${left} ${shownId(first.deviceId)}: ${why}`, lastsMs: null }
  }
  const same = unchanged > 0 ? ` ${devices(unchanged)} as asked before.` : ''
  return { tone: 'ok', title: DONE[act], subject, detail: `${NEXT[act]}${same}`, lastsMs: 8_000 }
}
