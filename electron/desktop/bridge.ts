import { dirname } from 'node:path'
import { ipcMain, shell } from 'electron'
import type { IpcMainEvent, MessagePortMain, WebContents } from 'electron'
import type { MenuChoice } from '../../shared/host-bridge.ts'
import type { Log } from '../ports.ts'
import { isFromWindow } from './security.ts'

/** The window's way to the core, as main arranges it. */
export interface WindowBridge {
  /** The core has been started again: a window that was joined to the one before is joined to it. */
  rejoin(): void
  /** The core is not started again: the window is told, with the path of the log. */
  giveUp(log: string): void
  /** A person chose something in the menu that is the window's. */
  chosen(what: MenuChoice): void
}

/**
 * Hands the window a port to the core when its page asks for one. Anyone but the window is refused. What is said over
 * the port does not come through main.
 */
export function joinWindow(
  window: WebContents,
  portToCore: () => MessagePortMain,
  log: Log,
  logFile: string,
): WindowBridge {
  let joined = false

  function handOver(restarted: boolean): void {
    joined = true
    window.postMessage('fleetbook:port', restarted, [portToCore()])
  }

  function asked({ senderFrame }: IpcMainEvent): void {
    if (isFromWindow(senderFrame, window)) handOver(false)
    else log.warn('A way to the core was refused to somebody who is not the window', { url: senderFrame?.url })
  }

  /** Which folder that is, the page has no say in. */
  function openLog({ senderFrame }: IpcMainEvent): void {
    if (isFromWindow(senderFrame, window)) void shell.openPath(dirname(logFile))
  }

  ipcMain.on('fleetbook:join', asked)
  ipcMain.on('fleetbook:open-log', openLog)
  window.once('destroyed', () => {
    joined = false
    ipcMain.off('fleetbook:join', asked)
    ipcMain.off('fleetbook:open-log', openLog)
  })

  return {
    rejoin() {
      if (joined) handOver(true)
    },
    giveUp(path) {
      if (joined) window.send('fleetbook:given-up', path)
    },
    chosen(what) {
      if (joined) window.send('fleetbook:chosen', what)
    },
  }
}
