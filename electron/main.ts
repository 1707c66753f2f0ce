import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { openApplication } from './desktop/application.ts'
import { declareWindowScheme } from './desktop/protocol.ts'
import { dataFolder } from './machine/data-folder.ts'

// The desktop host begins here, with what has to be done before Electron is ready. Electron waits for this module, so
// it must not wait for Electron.
const data = dataFolder()
const pageData = join(data, 'window')
mkdirSync(pageData, { recursive: true })
app.setPath('userData', pageData)
declareWindowScheme()

// The lock belongs to the data folder: a second program only brings the first one's window forward.
if (app.requestSingleInstanceLock()) openApplication(data)
else app.quit()
