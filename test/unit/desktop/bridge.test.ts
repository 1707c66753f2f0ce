import { afterEach, expect, test, vi } from 'vitest'
import type { CallAnswer } from '../../../shared/contract.ts'

type Handler = (event: { senderFrame: unknown }, text: unknown) => Promise<string>
const handlers = vi.hoisted(() => new Map<string, Handler>())
// There is no Electron in a unit test; of it, the bridge takes only the place where calls come in.
vi.mock('electron', () => ({
  app: {},
  net: {},
  protocol: {},
  ipcMain: {
    handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
    removeHandler: (channel: string) => void handlers.delete(channel),
  },
}))

const { joinWindow } = await import('../../../electron/desktop/bridge.ts')
const { windowOrigin } = await import('../../../electron/desktop/protocol.ts')
afterEach(() => handlers.clear())

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A window that is joined to a core; answers a call from a frame, and counts what reached the core. */
function joined() {
  const mainFrame = { url: `${windowOrigin}/index.html` }
  const window = { mainFrame, isDestroyed: () => false, send: () => undefined, once: () => undefined }
  let reached = 0
  const core = {
    listen: () => () => undefined,
    call: () => {
      reached += 1
      return Promise.resolve({ ok: true, output: {} } as CallAnswer)
    },
  }
  joinWindow(window as never, () => Promise.resolve(core as never), silent)
  const text = JSON.stringify({ id: 'one', name: 'status.read', input: {} })
  return {
    mainFrame,
    async answer(senderFrame: unknown, said: unknown = text): Promise<CallAnswer> {
      return JSON.parse(await handlers.get('fleetbook:call')!({ senderFrame }, said)) as CallAnswer
    },
    reached: () => reached,
  }
}

const badCall = { ok: false, problem: { code: 'bad-call' } }

test('a call of the window itself reaches the core', async () => {
  const { mainFrame, answer, reached } = joined()
  expect(await answer(mainFrame)).toMatchObject({ ok: true })
  expect(reached()).toBe(1)
})

test.for([
  ['a frame within the window', { url: `${windowOrigin}/index.html` }],
  ['a frame of another page', { url: 'https://example.com/' }],
  ['a frame that is gone', null],
] as const)('a call from %s is refused, and the core hears nothing of it', async ([, frame]) => {
  const { answer, reached } = joined()
  expect(await answer(frame)).toEqual(badCall)
  expect(reached()).toBe(0)
})

test('a call of the window is refused while another page shows in it', async () => {
  const { mainFrame, answer, reached } = joined()
  mainFrame.url = 'https://example.com/index.html'
  expect(await answer(mainFrame)).toEqual(badCall)
  expect(reached()).toBe(0)
})

test('what is no call is refused', async () => {
  const { mainFrame, answer, reached } = joined()
  expect(await answer(mainFrame, '{"id":1}')).toEqual(badCall)
  expect(await answer(mainFrame, 'none')).toEqual(badCall)
  expect(reached()).toBe(0)
})
