import { contextBridge, ipcRenderer, webFrame } from 'electron'
import type { HostBridge } from '../shared/host-bridge.ts'
import type { Pipe } from './wire/pipe.ts'
import { windowEnd } from './wire/window-end.ts'

/** What is used of the browser's MessagePort, whose type belongs to the window's project; `close` is Electron's own. */
interface Port {
  postMessage(message: unknown): void
  start(): void
  addEventListener(name: 'message' | 'close', listener: (event: { readonly data: unknown }) => void): void
}

const core = windowEnd()
ipcRenderer.on('fleetbook:port', (event, restarted) => {
  const [port] = event.ports as readonly Port[]
  if (port) core.join(pipeOf(port), restarted === true)
})
ipcRenderer.on('fleetbook:given-up', (_event, log) => core.giveUp(String(log)))
ipcRenderer.on('fleetbook:chosen', (_event, what) => core.chosen(String(what)))
const join = (): void => ipcRenderer.send('fleetbook:join')
join()

/** The whole bridge of the desktop host: `window.fleetbook`, and nothing else. */
const bridge: HostBridge = {
  host: 'desktop',
  call: (message) => core.call(message),
  listen: (listener) => core.listen(listener),
  startAgain: join,
  zoom: (factor) => webFrame.setZoomFactor(factor),
  openLogFolder: () => ipcRenderer.send('fleetbook:open-log'),
}

contextBridge.exposeInMainWorld('fleetbook', bridge)

function pipeOf(port: Port): Pipe {
  return {
    send: (message) => port.postMessage(message),
    take(listener) {
      port.addEventListener('message', ({ data }) => listener(data))
      port.start()
    },
    ended: (listener) => port.addEventListener('close', () => listener()),
  }
}
