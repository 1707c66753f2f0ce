import { expect, goTo, openDemo, test, type } from './steps.ts'

test('of a change of several fields those that do not fit are left out whole, and told in a tooltip', async ({
  app,
}) => {
  await app.start({ FLEETBOOK_DEMO_TRACKERS: '100' })
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'label', 'Truck 014 of the northern depot, winter tyres')
  await type(page, 0, 'comment', 'Call the driver before the technician comes')
  await page.setViewportSize({ width: 1000, height: 700 })
  await goTo(page, 'Outbox')

  const change = page.getByTitle(/Truck 014 of the northern depot, winter tyres\s+Comment/)
  await expect(change).toHaveAttribute('title', /Call the driver before the technician comes$/)
  await expect(change).toHaveCSS('text-overflow', 'ellipsis')
  const cell = await change.boundingBox()
  const fields = await change
    .locator('> span')
    .evaluateAll((parts) =>
      parts.map((part) => ({ left: part.getBoundingClientRect().left, right: part.getBoundingClientRect().right })),
    )
  expect(fields).toHaveLength(2)
  // The first one leaves room for the dots that stand for the second.
  expect(fields[0]?.right).toBeLessThan((cell?.x ?? 0) + (cell?.width ?? 0) - 16)
})
