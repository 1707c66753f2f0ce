import { Menu, app } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { desktop } from '../../shared/locales/en/desktop.ts'

/**
 * Gives the application its menu. Undo and redo are not in it: their native roles would take Ctrl+Z away from the
 * sheet, which undoes staged edits by itself.
 */
export function setMenu(): void {
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
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
          ...development,
        ],
      },
      ...(mac ? [{ role: 'windowMenu' } as const] : []),
    ]),
  )
}
