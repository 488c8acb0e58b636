/** Prints a figure as the benches do, one line of JSON. */
export function printFigure(name: string, value: number, unit: string, limit: number): void {
  console.log(JSON.stringify({ name, value, unit, limit, ok: value <= limit }))
}
