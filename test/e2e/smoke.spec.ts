import { inBothHosts } from './both-hosts.ts'
import { endWhileLoading } from './host-desktop.ts'
import { expect, test } from './hosts.ts'

test('the window opens, is closed to all that is not its own, and opens again', inBothHosts, async ({ app }) => {
  await app.start()
  await test.step('it opens within its content security policy', async () => {
    await expect(app.page).toHaveTitle(/Fleetbook/)
    await expect(app.page.locator('#app')).not.toBeEmpty()
    expect(app.consoleErrors).toEqual([])
  })

  await test.step('its page has none of Node in its reach', async () => {
    const reach = await app.page.evaluate(() => ({
      names: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
      bridge: Object.keys(window.fleetbook ?? {}).sort(),
    }))
    const bridge = app.host === 'desktop' ? ['call', 'host', 'listen', 'openLogFolder', 'startAgain', 'zoom'] : []
    expect(reach).toEqual({ names: [], bridge })
  })

  await test.step('a call that is no call is refused', async () => {
    const answer = await app.page.evaluate(async (): Promise<unknown> => {
      const nonsense = JSON.stringify({ id: 7, nonsense: true })
      if (window.fleetbook) return JSON.parse(String(await window.fleetbook.call(nonsense)))
      const { status } = await fetch('/bridge/call', { method: 'POST', body: nonsense })
      return status
    })
    expect(answer).toEqual(app.host === 'desktop' ? { ok: false, problem: { code: 'bad-call' } } : 400)
  })

  await test.step('its page runs no code made from text and reaches no other server', async () => {
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

  await test.step('a restart finds the program again, and a crash too', async () => {
    await app.restart()
    await expect(app.page).toHaveTitle(/Fleetbook/)
    await app.crash()
    await expect(app.page).toHaveTitle(/Fleetbook/)
  })
})

test('a window that is closed while its page is loading ends the program, and is no error', async ({ app }) => {
  test.skip(app.host !== 'desktop', 'The preview has no window of its own')
  for (let time = 0; time < 3; time++) expect(await endWhileLoading(app.data)).toBe(0)
})
