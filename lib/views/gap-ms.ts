import { RAW } from '@/lib/store/usage/samples'

/**
 * Samples of a resolution that are farther apart than this have an outage between them, in ms. Raw ones come with the timer's
 * jitter; what was rolled up is in every one of its hours, or was not sampled.
 */
export const gapMsOf = (resolution: number, sampleSeconds: number): number =>
  resolution === RAW ? 2.5 * sampleSeconds * 1_000 : 1.5 * resolution * 1_000
