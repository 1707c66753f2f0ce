import { ipcMain } from 'electron'
import type { WebContents } from 'electron'
import { callMessage } from '../../shared/contract.ts'
import type { CallAnswer, CallMessage } from '../../shared/contract.ts'
import type { Core } from '../core.ts'
import type { Log } from '../ports.ts'
import { isFromWindow } from './security.ts'

const badCall: CallAnswer = { ok: false, problem: { code: 'bad-call' } }

/** The call that a JSON text holds; null where it is none. */
function callIn(text: unknown): CallMessage | null {
  try {
    return callMessage.parse(JSON.parse(String(text)))
  } catch {
    return null
  }
}

/**
 * Joins the window to the core, which its first call may have to start: calls in, answers and events out. Anyone but the
 * window is refused.
 */
export function joinWindow(window: WebContents, core: () => Promise<Core>, log: Log): void {
  let heard = false

  async function joined(): Promise<Core> {
    const started = await core()
    if (heard) return started
    heard = true
    const stop = started.listen((event) => {
      if (window.isDestroyed()) stop()
      else window.send('fleetbook:event', event)
    })
    return started
  }

  ipcMain.handle('fleetbook:call', async (event, text: unknown): Promise<string> => {
    const message = isFromWindow(event.senderFrame, window) ? callIn(text) : null
    if (message) return JSON.stringify(await (await joined()).call(message))
    log.warn('A call was refused that did not come from the window or was no call')
    return JSON.stringify(badCall)
  })
  window.once('destroyed', () => ipcMain.removeHandler('fleetbook:call'))
}
