import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { project } from '../../scripts/build.ts'

/** What the application borrows from the built one. */
const borrowed = ['out', 'node_modules']

/**
 * The folder of an application that is the built one, but waits until Playwright is there before it is ready. Left to
 * itself, one start in a hundred shows its page just while Playwright attaches to it, which misses that the page has come
 * and waits for it without end. Playwright has a script against that, which it can give to an Electron that is started
 * with a path alone, and not to one that has its application within; so this one loads it by itself. One that stands is
 * left as it is: another program may be running it.
 */
export function drivenApplication(): string {
  const folder = resolve(project, 'node_modules/.cache/driven')
  const manifest: unknown = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  const script = join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'lib/server/electron/loader.js',
  )
  const files = {
    'package.json': JSON.stringify(Object.assign({}, manifest, { main: 'main.js' })),
    'main.js': [
      `import '${pathToFileURL(script).href}'`,
      "import { dialog } from 'electron'",
      // Nobody is there to be asked: who quits wants to.
      'dialog.showMessageBoxSync = () => 0',
      "import './out/main/main.js'",
      '',
    ].join('\n'),
  }
  if (stands(folder, files)) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of borrowed) symlinkSync(join(project, name), join(folder, name))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

function stands(folder: string, files: Readonly<Record<string, string>>): boolean {
  try {
    return (
      lstatSync(folder).isDirectory() &&
      borrowed.every((name) => readlinkSync(join(folder, name)) === join(project, name)) &&
      Object.entries(files).every(([name, text]) => readFileSync(join(folder, name), 'utf8') === text)
    )
  } catch {
    return false
  }
}
