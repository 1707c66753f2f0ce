import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfNeeded, project } from './build.ts'
import { desktopCommand, obtainElectron } from './electron-runtime.ts'
import { run } from './run.ts'

// npm start: opens the desktop application, or, where it cannot run or with --preview, serves the preview.
const { values } = parseArgs({ options: { preview: { type: 'boolean' }, port: { type: 'string' } } })

await buildIfNeeded()
const electron = values.preview ? null : desktopProgram()
process.exitCode = electron ? await openDesktop(electron) : await servePreview()

/** The program to open the desktop application with; null, and why on the terminal, where it cannot be opened. */
function desktopProgram(): string | null {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    console.log('There is no display here, so the desktop application cannot open.')
    return null
  }
  const program = obtainElectron()
  if (!program) console.log('There is no Electron here, so the desktop application cannot open.')
  return program
}

function openDesktop(electron: string): Promise<number> {
  const { program, args } = desktopCommand(electron)
  // Chromium's sandbox refuses to run as root.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  console.log('Opening Fleetbook.')
  return run(program, [...args, ...flags])
}

function servePreview(): Promise<number> {
  console.log('Serving the preview: open this address in a browser on this computer. Ctrl+C ends it.')
  const port = values.port ? ['--port', values.port] : []
  return run(process.execPath, [resolve(project, 'electron/preview.ts'), ...port])
}
