/** Heights of a row of the list in pixels: as a line of a grid, and on a phone as a card. */
export const ROW_PX = 36
export const CARD_PX = 64

/** Below this a device is a card. */
export const CARDS = '(max-width: 639px)'
