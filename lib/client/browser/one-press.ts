/** Elements whose press is under way. By element, not by component: nothing is drawn between the two presses of a double tap. */
const pressed = new WeakSet<object>()

/**
 * Runs what a press starts, unless what the last press of this element started is still under way: a double tap is one act.
 * A press that starts nothing to wait for is over at once.
 */
export function onePress(element: object, run: () => unknown): void {
  if (pressed.has(element)) return
  const started = run()
  if (!(started instanceof Promise)) return
  pressed.add(element)
  const end = () => pressed.delete(element)
  started.then(end, end)
}
