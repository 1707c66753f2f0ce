import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { run } from '../../scripts/run.ts'

const folder = resolve(import.meta.dirname, 'peers')
const installed = resolve(folder, 'node_modules')
const wanted = z.object({ dependencies: z.record(z.string(), z.string()) })
const had = z.object({ version: z.string() })

/**
 * The folder of a package that one would pick instead, such as `newman`. The packages of `peers/package.json` are no
 * part of the product: they are installed, into an ignored folder, only when a row asks for one. Resolves to why it
 * could not be had where that fails.
 */
export async function peerPackage(name: string): Promise<{ readonly folder: string } | { readonly missing: string }> {
  if (!isThere(name)) {
    // Under `npm run` it is this npm that is running.
    const npm = process.env.npm_execpath
    const [program, ...args] = npm ? [process.execPath, npm] : ['npm']
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
    await run(program, [...args, 'ci', '--prefix', folder, ...quietly])
  }
  return isThere(name) ? { folder: resolve(installed, name) } : { missing: 'could not be installed' }
}

function isThere(name: string): boolean {
  const path = resolve(installed, name, 'package.json')
  return (
    existsSync(path) && read(path, had).version === read(resolve(folder, 'package.json'), wanted).dependencies[name]
  )
}

function read<T>(path: string, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(readFileSync(path, 'utf8')))
}
