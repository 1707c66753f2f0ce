import { existsSync, globSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { run } from './run.ts'

/** The project's folder, in which every script runs. */
export const project = resolve(import.meta.dirname, '..')

const sources = ['electron/**/*', 'renderer/**/*', 'shared/**/*', 'electron.vite.config.ts', 'package-lock.json']
const built = ['out/main/main.js', 'out/main/core-process.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Builds the application unless it is newer than everything that it is built from. Throws if that fails. */
export async function buildIfNeeded(): Promise<void> {
  if (isFresh()) return
  console.log('Building …')
  const code = await run(process.execPath, [
    resolve(project, 'node_modules/electron-vite/bin/electron-vite.js'),
    'build',
    '--logLevel',
    'warn',
  ])
  if (code !== 0) throw new Error('The build failed: see above.')
}

function isFresh(): boolean {
  if (!built.every((file) => existsSync(resolve(project, file)))) return false
  const oldestBuilt = Math.min(...built.map(changed))
  return globSync(sources, { cwd: project }).every((file) => changed(file) < oldestBuilt)
}

function changed(file: string): number {
  return statSync(resolve(project, file)).mtimeMs
}
