import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { HostBridge } from '../shared/host-bridge.ts'

/** The whole bridge of the desktop host: `window.fleetbook`, and nothing else. */
const bridge: HostBridge = {
  host: 'desktop',
  call: (message) => ipcRenderer.invoke('fleetbook:call', message),
  listen(listener) {
    const receive = (_event: IpcRendererEvent, coreEvent: unknown): void => listener(coreEvent)
    ipcRenderer.on('fleetbook:event', receive)
    return () => void ipcRenderer.off('fleetbook:event', receive)
  },
}

contextBridge.exposeInMainWorld('fleetbook', bridge)
