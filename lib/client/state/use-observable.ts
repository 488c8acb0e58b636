import { useSyncExternalStore } from 'react'
import type { Observable } from './observable'

/** Re-renders on every change. `onServer` is what the server and the first client render show. */
export function useObservable<T>(source: Pick<Observable<T>, 'get' | 'subscribe'>, onServer: T): T {
  return useSyncExternalStore(source.subscribe, source.get, () => onServer)
}
