import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { project } from '../../scripts/build.ts'

/**
 * The folder of an application that is the built one, but waits until Playwright is there before it is ready. Left to
 * itself, one start in a hundred shows its page just while Playwright attaches to it, which misses that the page has come
 * and waits for it without end. Playwright has a script against that, which it can give to an Electron that is started
 * with a path alone, and not to one that has its application within; so this one loads it by itself.
 */
export function drivenApplication(): string {
  const folder = resolve(project, 'node_modules/.cache/driven')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of ['out', 'node_modules']) symlinkSync(join(project, name), join(folder, name))
  const manifest: unknown = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(Object.assign({}, manifest, { main: 'main.js' })))
  const script = join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'lib/server/electron/loader.js',
  )
  writeFileSync(join(folder, 'main.js'), `import '${pathToFileURL(script).href}'\nimport './out/main/main.js'\n`)
  return folder
}
