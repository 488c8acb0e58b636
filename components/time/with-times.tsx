'use client'
import { localTimes } from '@/lib/client/format/local-times'
import { useZone } from '@/lib/client/state/preferences'

/** A sentence from the server, its times in the zone that times are shown in. */
export const WithTimes = ({ text }: { text: string }) => localTimes(text, useZone())
