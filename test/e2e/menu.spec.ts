import type { ElectronApplication } from '@playwright/test'
import { bottom, expect, goTo, openDemo, send, test, type } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

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

test('whoever quits is asked while something is being sent, and not before or after', async ({ app }) => {
  await app.start({ FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' })
  const { page } = app
  await openDemo(page)
  const asked = () =>
    app.electron!.evaluate(({ app: program, dialog, BrowserWindow }) => {
      let count = 0
      dialog.showMessageBoxSync = () => {
        count += 1
        return 1
      }
      // What closing begins is looked at, and kept from happening, whatever was answered.
      const [window] = BrowserWindow.getAllWindows()
      window?.once('close', (event) => event.preventDefault())
      window?.close()
      dialog.showMessageBoxSync = () => 0
      return { count, badge: program.getBadgeCount() }
    })
  expect(await asked()).toMatchObject({ count: 0 })
  await type(page, 0, 'label', 'Being sent')
  await expect(bottom(page)).toContainText('1 staged')
  await tellDemoPanel(app.data, '/demo/faults', {
    path: 'tracker/settings/update',
    strike: { do: 'slow', milliseconds: 30_000, when: 'before' },
  })
  await send(page)
  await expect.poll(async () => (await asked()).count).toBe(1)
  await expect(bottom(page)).toContainText('Nothing staged')
  await expect.poll(async () => (await asked()).count).toBe(0)
  await goTo(page, 'History')
  await expect(page.getByRole('main', { name: 'History' })).toContainText('Being sent')
})
