import { ipcMain } from 'electron'
import type { IpcMainEvent, MessagePortMain, WebContents } from 'electron'
import type { Log } from '../ports.ts'
import { isFromWindow } from './security.ts'

/** The window's way to the core, as main arranges it. */
export interface WindowBridge {
  /** The core has been started again: a window that was joined to the one before is joined to it. */
  rejoin(): void
  /** The core is not started again: the window is told, with the path of the log. */
  giveUp(log: string): void
}

/**
 * Hands the window a port to the core when its page asks for one. Anyone but the window is refused. What is said over
 * the port does not come through main.
 */
export function joinWindow(window: WebContents, portToCore: () => MessagePortMain, log: Log): WindowBridge {
  let joined = false

  function handOver(restarted: boolean): void {
    joined = true
    window.postMessage('fleetbook:port', restarted, [portToCore()])
  }

  function asked({ senderFrame }: IpcMainEvent): void {
    if (isFromWindow(senderFrame, window)) handOver(false)
    else log.warn('A way to the core was refused to somebody who is not the window', { url: senderFrame?.url })
  }

  ipcMain.on('fleetbook:join', asked)
  window.once('destroyed', () => {
    joined = false
    ipcMain.off('fleetbook:join', asked)
  })

  return {
    rejoin() {
      if (joined) handOver(true)
    },
    giveUp(path) {
      if (joined) window.send('fleetbook:given-up', path)
    },
  }
}
