/** As a heading or a label has it: `Allowed to work`. */
export const capitalized = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase())
