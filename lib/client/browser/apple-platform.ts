/** Whether the keyboard in front of this browser has a ⌘ key: named for reading only, both keys work everywhere. */
export const applePlatform = {
  get: (): boolean => /^(Mac|iPhone|iPad|iPod)/.test(navigator.platform),
  // It does not change while a page is open.
  subscribe: () => () => {},
}
