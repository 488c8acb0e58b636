/** The sign-in form for a script of ours: what it has to send along, and why the last try did not work. */
export type SignInForm = {
  csrfToken: string
  /** `retryAfterMs`: how long the next try has to wait. */
  fault?: { detail: string; retryAfterMs?: number }
}
