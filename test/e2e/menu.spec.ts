import type { ElectronApplication } from '@playwright/test'
import { expect, openDemo, test } from './steps.ts'

/** Chooses an entry of the application's own menu, which no page shows. */
async function choose(electron: ElectronApplication | undefined, menu: string, entry: string): Promise<void> {
  await electron!.evaluate(
    ({ Menu }, [of, label]) => {
      const items = Menu.getApplicationMenu()?.items.find((item) => item.label === of)?.submenu?.items
      const found = items?.find((item) => item.label === label)
      if (!found) throw new Error(`There is no ${of} – ${label}`)
      const click = found.click as () => void
      click()
    },
    [menu, entry] as const,
  )
}

const zoomOf = (electron: ElectronApplication | undefined): Promise<number | undefined> =>
  electron!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor())

test('the native menu leads to the pages of help and to the keys, and zooms, which is kept over a restart', async ({
  app,
}) => {
  await app.start({ FLEETBOOK_DEMO_TRACKERS: '160' })
  await openDemo(app.page)
  for (const [entry, heading] of [
    ['Guide', 'Guide'],
    ['What is new', 'What is new'],
    ['Log and diagnostics', 'Log and diagnostics'],
    ['About Fleetbook', 'About'],
  ] as const) {
    await choose(app.electron, '&Help', entry)
    await expect(app.page.getByRole('link', { name: heading, exact: true })).toHaveAttribute('aria-current', 'page')
  }
  await choose(app.electron, '&Help', 'Keys')
  await expect(app.page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await app.page.keyboard.press('Escape')

  await choose(app.electron, '&View', 'Zoom in')
  await choose(app.electron, '&View', 'Zoom in')
  await expect.poll(() => zoomOf(app.electron)).toBe(1.25)
  await app.quit()
  await app.start({ FLEETBOOK_DEMO_TRACKERS: '160' })
  await expect.poll(() => zoomOf(app.electron)).toBe(1.25)
  await choose(app.electron, '&View', 'Actual size')
  await expect.poll(() => zoomOf(app.electron)).toBe(1)
})
