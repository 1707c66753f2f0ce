/** What can be focused, what the keyboard is meant for first in front. */
const focusable = [
  '[role$=grid][tabindex="0"], table[tabindex="0"], [data-area-focus]',
  'a[href], [role=link][tabindex="0"], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]',
]

function entryOf(area: Element): HTMLElement | null {
  // Where one has been before, as on the page in the navigation, one comes to again.
  const current = area.querySelector<HTMLElement>('a[aria-current=page]')
  if (current) return current
  for (const selector of focusable) {
    const found = [...area.querySelectorAll<HTMLElement>(selector)].find((one) => one.offsetParent !== null)
    if (found) return found
  }
  return null
}

/**
 * Moves the focus to the next area of the window, or to the one before, and round at the ends: those with the attribute
 * `data-area` that have anything in sight to be focused.
 */
export function goToArea(by: -1 | 1): void {
  const areas = [...document.querySelectorAll('[data-area]')]
  const from = areas.findIndex((area) => area.contains(document.activeElement))
  for (let step = 1; step <= areas.length; step += 1) {
    const start = from === -1 && by < 0 ? 0 : from
    const entry = entryOf(areas.at((start + by * step + areas.length * 2) % areas.length)!)
    if (entry) return entry.focus()
  }
}
