import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { declareWindowScheme } from './desktop/protocol.ts'
import { dataFolder } from './machine/data-folder.ts'

// The desktop host begins here, with what has to be done before Electron is ready. Modules that take their time to
// load come after it: Electron does not wait for them.
const data = dataFolder()
const pageData = join(data, 'window')
mkdirSync(pageData, { recursive: true })
app.setPath('userData', pageData)
app.enableSandbox()
declareWindowScheme()

// The lock belongs to the data folder: whoever comes second only brings the first one's window forward.
if (app.requestSingleInstanceLock()) {
  const { openApplication } = await import('./desktop/application.ts')
  await openApplication(data)
} else {
  app.quit()
}
