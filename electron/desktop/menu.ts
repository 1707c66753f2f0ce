import { Menu, app } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuChoice } from '../../shared/host-bridge.ts'
import { desktop } from '../../shared/locales/en/desktop.ts'

/**
 * Gives the application its menu. Undo and redo are not in it: their native roles would take Ctrl+Z away from the
 * sheet, which undoes staged edits by itself. What the window does itself, such as its zoom, which is kept among its
 * settings, is `chosen`.
 */
export function setMenu(chosen: (what: MenuChoice) => void): void {
  const own = (label: string, what: MenuChoice, more: MenuItemConstructorOptions = {}) => ({
    label,
    click: () => chosen(what),
    ...more,
  })
  const mac = process.platform === 'darwin'
  const development: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' } as const] : []),
      { label: desktop.menu.file, submenu: [{ role: mac ? 'close' : 'quit' }] },
      {
        label: desktop.menu.edit,
        submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
      },
      {
        label: desktop.menu.view,
        submenu: [
          own(desktop.menu.zoomReset, 'zoom-reset', { accelerator: 'CmdOrCtrl+0' }),
          own(desktop.menu.zoomIn, 'zoom-in', { accelerator: 'CmdOrCtrl+Plus' }),
          // On many keyboards the plus is on the key of the equals sign.
          own(desktop.menu.zoomIn, 'zoom-in', {
            accelerator: 'CmdOrCtrl+=',
            visible: false,
            acceleratorWorksWhenHidden: true,
          }),
          own(desktop.menu.zoomOut, 'zoom-out', { accelerator: 'CmdOrCtrl+-' }),
          { type: 'separator' },
          { role: 'togglefullscreen' },
          ...development,
        ],
      },
      ...(mac ? [{ role: 'windowMenu' } as const] : []),
      {
        role: 'help',
        label: desktop.menu.help,
        submenu: [
          own(desktop.menu.guide, 'guide'),
          own(desktop.menu.keys, 'keys'),
          { type: 'separator' },
          own(desktop.menu.news, 'news'),
          own(desktop.menu.diagnostics, 'diagnostics'),
          own(desktop.menu.about, 'about'),
        ],
      },
    ]),
  )
}
