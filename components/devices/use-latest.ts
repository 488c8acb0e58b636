import { useCallback, useLayoutEffect, useRef } from 'react'

/** A function that never changes and always calls the newest `run`, so that memoized rows stay as they are. */
export function useLatest<Arguments extends unknown[]>(
  run: (...values: Arguments) => void,
): (...values: Arguments) => void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  return useCallback((...values: Arguments) => latest.current(...values), [])
}
