import { withTimes } from '@/lib/domain/time/text-time'
import { formatExact, formatMinute } from './format-time'

/** A sentence from the server, its times in a zone. @param zone IANA name. */
export const localTimes = (text: string, zone: string): string =>
  withTimes(text, (at, toSecond) => (toSecond ? formatExact(at, zone) : formatMinute(at, zone)))
