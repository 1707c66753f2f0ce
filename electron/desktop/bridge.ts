import { ipcMain } from 'electron'
import type { WebContents } from 'electron'
import { callMessage } from '../../shared/contract.ts'
import type { CallAnswer } from '../../shared/contract.ts'
import type { Core } from '../core.ts'
import type { Log } from '../ports.ts'
import { isFromWindow } from './security.ts'

const badCall: CallAnswer = { ok: false, problem: { code: 'bad-call' } }

/** Joins the window to the core: calls in, answers and events out. Anyone but the window is refused. */
export function joinWindow(window: WebContents, core: Core, log: Log): void {
  ipcMain.handle('fleetbook:call', (event, input: unknown): Promise<CallAnswer> | CallAnswer => {
    const message = callMessage.safeParse(input)
    if (isFromWindow(event.senderFrame, window) && message.success) return core.call(message.data)
    log.warn('A call was refused that did not come from the window or was no call')
    return badCall
  })
  const stop = core.listen((event) => window.send('fleetbook:event', event))
  window.once('destroyed', () => {
    stop()
    ipcMain.removeHandler('fleetbook:call')
  })
}
