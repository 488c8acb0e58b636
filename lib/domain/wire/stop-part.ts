/** A value of one part of the ids, such as one environment, that can be stopped by itself. `selector` picks its devices. */
export type StopPart = { part: string; value: string; selector: string; active: number }
