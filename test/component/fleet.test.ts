import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { changesHold } from './support/changed.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { sheetsHold, trackers } from './support/fleet.ts'
import { fleetHolds, glance } from './support/glance.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const table = (name: RegExp) => page.getByRole('table', { name })

function openFleet(...held: Parameters<typeof fleetHolds>) {
  fleetHolds(...held)
  changesHold()
  return openWindow('/fleet')
}

test('The fleet is told in numbers: by connection, what is to be looked at, and what has changed', async () => {
  openFleet()
  await expect.element(table(/Connection/)).toMatchTextContent(/Active.*9,412.*75\.4%/)
  await expect.element(table(/To look at/)).toMatchTextContent(/over a week.*212.*Plan ends within 7 days.*48/)
  await expect.element(table(/Changed at the panel.*yesterday/)).toMatchTextContent(/New.*1.*Changed.*7.*Gone.*1/)
  await expect.element(page.getByRole('link', { name: 'Van 44' })).toBeVisible()
})

test('By keys, a number leads to the sheet with these rows alone', async () => {
  sheetsHold({ trackers })
  const where = openFleet()
  await expect.element(button(/^Blocked: show 37/)).toBeVisible()
  button(/^Blocked: show 37/)
    .element()
    .focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(where).toBe('/trackers')
  await expect
    .poll(() => askedFor('sheet.open').at(-1)?.filter)
    .toEqual(glance.figures.find(({ figure }) => figure === 'blocked')?.filter)
  await expect.element(button(/^Without a phone/)).not.toBeInTheDocument()
})

test('What has changed leads to its page, narrowed to that', async () => {
  const where = openFleet()
  await button(/^Gone: show 1/).click()
  await expect.poll(where).toBe('/changes')
  await expect.poll(() => askedFor('changes.list').at(-1)?.sorts).toEqual(['gone'])
})

test('A fleet that cannot be counted says why', async () => {
  openFleet()
  answering({ 'fleet.read': refusing({ code: 'disk-failed' }) })
  await expect.element(page.getByText(/disk/i).first()).toBeVisible()
})
