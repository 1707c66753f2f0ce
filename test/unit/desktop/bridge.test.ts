import { afterEach, expect, test, vi } from 'vitest'

type Listener = (event: { sender: unknown; senderFrame: unknown }) => void
const listeners = vi.hoisted(() => new Map<string, Listener>())
const opened = vi.hoisted((): string[] => [])
// There is no Electron in a unit test; of it, the bridge takes only the place where a page asks.
vi.mock('electron', () => ({
  app: {},
  net: {},
  protocol: {},
  shell: { openPath: (path: string) => Promise.resolve(void opened.push(path)) },
  ipcMain: {
    on: (channel: string, listener: Listener) => void listeners.set(channel, listener),
    off: (channel: string) => void listeners.delete(channel),
  },
}))

const { joinWindow } = await import('../../../electron/desktop/bridge.ts')
const { windowOrigin } = await import('../../../electron/desktop/protocol.ts')
afterEach(() => listeners.clear())

/** A window that may ask for a way to the core, and what it was given. */
function rig() {
  const mainFrame = { url: `${windowOrigin}/index.html` }
  const given: unknown[] = []
  const warnings: string[] = []
  const window = {
    mainFrame,
    once: () => undefined,
    send: (...said: unknown[]) => void given.push(said),
    postMessage: (channel: string, restarted: unknown, ports: unknown[]) =>
      void given.push([channel, restarted, ...ports]),
  }
  let ports = 0
  const log = { info: () => undefined, warn: (text: string) => void warnings.push(text), error: () => undefined }
  const bridge = joinWindow(window as never, () => `port ${(ports += 1)}` as never, log, '/data/logs/fleetbook.log')
  const ask = (senderFrame: unknown) => listeners.get('fleetbook:join')!({ sender: window, senderFrame })
  const openLog = (senderFrame: unknown) => listeners.get('fleetbook:open-log')!({ sender: window, senderFrame })
  return { mainFrame, given, warnings, bridge, ask, openLog }
}

test('the window itself is given a port to the core, and another one with each page', () => {
  const { mainFrame, given, ask } = rig()
  ask(mainFrame)
  ask(mainFrame)
  expect(given).toEqual([
    ['fleetbook:port', false, 'port 1'],
    ['fleetbook:port', false, 'port 2'],
  ])
})

test('the folder of the log is opened for the window itself, and for nobody else', () => {
  const { mainFrame, openLog } = rig()
  openLog({ url: 'https://example.com/' })
  expect(opened).toEqual([])
  openLog(mainFrame)
  expect(opened).toEqual(['/data/logs'])
})

test('what is chosen in the menu is told to a window that has joined', () => {
  const { mainFrame, given, bridge, ask } = rig()
  bridge.chosen('keys')
  expect(given).toEqual([])
  ask(mainFrame)
  bridge.chosen('keys')
  expect(given).toContainEqual(['fleetbook:chosen', 'keys'])
})

test.for([
  ['a frame within the window', { url: `${windowOrigin}/index.html` }],
  ['a frame of another page', { url: 'https://example.com/' }],
  ['a frame that is gone', null],
] as const)('%s is given none', ([, frame]) => {
  const { given, warnings, ask } = rig()
  ask(frame)
  expect(given).toEqual([])
  expect(warnings).toHaveLength(1)
})

test('the window is given none while another page shows in it', () => {
  const { mainFrame, given, ask } = rig()
  mainFrame.url = 'https://example.com/index.html'
  ask(mainFrame)
  expect(given).toEqual([])
})

test('a window that was joined is given a port to the next core, and is told where there is none; another is not', () => {
  const { mainFrame, given, bridge, ask } = rig()
  bridge.rejoin()
  bridge.giveUp('/somewhere/log')
  expect(given).toEqual([])
  ask(mainFrame)
  bridge.rejoin()
  bridge.giveUp('/somewhere/log')
  expect(given.slice(1)).toEqual([
    ['fleetbook:port', true, 'port 2'],
    ['fleetbook:given-up', '/somewhere/log'],
  ])
})
