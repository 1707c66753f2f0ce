import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { HostBridge } from '../shared/host-bridge.ts'
import type { Pipe } from './wire/pipe.ts'
import { windowEnd } from './wire/window-end.ts'

const core = windowEnd()
ipcRenderer.on('fleetbook:port', ({ ports: [port] }) => {
  if (port) core.join(pipeOf(port))
})
ipcRenderer.on('fleetbook:given-up', (_event, log) => core.giveUp(String(log)))
const join = (): void => ipcRenderer.send('fleetbook:join')
join()

/** The whole bridge of the desktop host: `window.fleetbook`, and nothing else. */
const bridge: HostBridge = {
  host: 'desktop',
  call: (message) => core.call(message),
  listen: (hearing) => core.listen(hearing),
  startAgain: join,
}

contextBridge.exposeInMainWorld('fleetbook', bridge)

function pipeOf(port: IpcRendererEvent['ports'][number]): Pipe {
  return {
    send: (message) => port.postMessage(message),
    take(listener) {
      port.addEventListener('message', ({ data }: { readonly data: unknown }) => listener(data))
      port.start()
    },
    // Electron's own event: a page has none for it in every Chromium that we run on.
    ended: (listener) => port.addEventListener('close', listener),
  }
}
