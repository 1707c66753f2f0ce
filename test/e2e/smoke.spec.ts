import { endWhileLoading } from './host-desktop.ts'
import { expect, test } from './hosts.ts'

test('the window opens, and within its content security policy', async ({ app }) => {
  await app.start()
  await expect(app.page).toHaveTitle(/Fleetbook/)
  await expect(app.page.locator('#app')).not.toBeEmpty()
  expect(app.consoleErrors).toEqual([])
})

test('the page has none of Node in its reach', async ({ app }) => {
  await app.start()
  const reach = await app.page.evaluate(() => ({
    names: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys(window.fleetbook ?? {}).sort(),
  }))
  expect(reach).toEqual({ names: [], bridge: app.host === 'desktop' ? ['call', 'host', 'listen', 'startAgain'] : [] })
})

test('the page runs no code made from text and reaches no other server', async ({ app }) => {
  await app.start()
  const outcome = await app.page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "taken over"'
    document.head.append(script)
    const server = fetch('http://127.0.0.1:9/', { mode: 'no-cors' })
    return {
      code: document.title === 'taken over' ? 'ran' : 'refused',
      server: await server.then(
        () => 'reached',
        () => 'refused',
      ),
      window: window.open('https://example.org/') === null ? 'refused' : 'opened',
    }
  })
  expect(outcome.code).toBe('refused')
  expect(outcome.server).toBe('refused')
  if (app.host === 'desktop') expect(outcome.window).toBe('refused')
})

test('a restart finds the program again, and a crash too', async ({ app }) => {
  await app.start()
  await app.restart()
  await expect(app.page).toHaveTitle(/Fleetbook/)
  await app.crash()
  await expect(app.page).toHaveTitle(/Fleetbook/)
})

test('a window that is closed while its page is loading ends the program, and is no error', async ({ app }) => {
  test.skip(app.host !== 'desktop', 'The preview has no window of its own')
  for (let time = 0; time < 3; time++) expect(await endWhileLoading(app.data)).toBe(0)
})

test('a call that is no call is refused', async ({ app }) => {
  await app.start()
  const answer = await app.page.evaluate(async (): Promise<unknown> => {
    const nonsense = JSON.stringify({ id: 7, nonsense: true })
    if (window.fleetbook) return JSON.parse(String(await window.fleetbook.call(nonsense)))
    const { status } = await fetch('/bridge/call', { method: 'POST', body: nonsense })
    return status
  })
  expect(answer).toEqual(app.host === 'desktop' ? { ok: false, problem: { code: 'bad-call' } } : 400)
})
