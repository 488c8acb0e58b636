import { observable } from './observable'

/** True once a call was answered 401. The page stays as it is, so that nothing typed is lost; a banner offers the way back. */
export const signedOut = observable(false)

/** Sign-in address that comes back to where the person was. */
export function signInHref(location: Pick<Location, 'pathname' | 'search'>): string {
  return `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`
}
