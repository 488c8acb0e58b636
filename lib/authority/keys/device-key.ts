/**
 * What is known of a device key beside its text: the serial of the one device that it is for, and when it was used first, which ends
 * the key that it replaces. Times are epoch milliseconds; null until then.
 */
export type DeviceKey = { serial: number; createdAt: number; firstUsedAt: number | null }
