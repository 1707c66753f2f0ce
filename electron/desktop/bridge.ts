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
  /** Something in the window has asked before it was clear what the window shows. */
  let early = false

  function handOver(): void {
    joined = true
    window.postMessage('fleetbook:port', null, [portToCore()])
  }

  function asked(event: IpcMainEvent): void {
    if (isFromWindow(event.senderFrame, window)) return handOver()
    log.warn('A way to the core was refused to somebody who is not the window', { url: event.senderFrame?.url })
    // Main may hear of a page before it hears that the window shows it: it is looked at again once it does.
    if (event.sender === window) early = true
  }

  function loaded(): void {
    if (early && isFromWindow(window.mainFrame, window)) handOver()
    early = false
  }

  ipcMain.on('fleetbook:join', asked)
  window.on('dom-ready', loaded)
  window.once('destroyed', () => {
    joined = false
    ipcMain.off('fleetbook:join', asked)
  })

  return {
    rejoin() {
      if (joined) handOver()
    },
    giveUp(path) {
      if (joined) window.send('fleetbook:given-up', path)
    },
  }
}
