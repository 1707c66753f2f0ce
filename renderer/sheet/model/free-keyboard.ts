/** Whether the keyboard is nobody's: what had it is gone, and at most the page as a whole has been given it since. */
export function isKeyboardFree(): boolean {
  const active = document.activeElement
  return active === null || active === document.body || active.id === 'content'
}
