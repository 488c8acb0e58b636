'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

type Change = Record<string, string | null>

/**
 * Reads and writes the query string. Writing goes through the History API, which Next follows without a request to the server,
 * so that typing in a search box never waits for a page.
 */
export function useUrlState(): [URLSearchParams, (change: Change, how?: 'push' | 'replace') => void] {
  const params = useSearchParams()
  const write = useCallback((change: Change, how: 'push' | 'replace' = 'replace') => {
    const url = new URL(window.location.href)
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === '') url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    }
    if (url.href === window.location.href) return
    if (how === 'push') window.history.pushState(null, '', url)
    else window.history.replaceState(null, '', url)
  }, [])
  return [params, write]
}
