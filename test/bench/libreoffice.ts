import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hasProgram, run } from '../../scripts/run.ts'
import type { Peer } from './bench.ts'
import { timed } from './rig.ts'

const name = 'LibreOffice'

/** What LibreOffice takes to read a CSV, separated by semicolons, and write it out again; it is started before once. */
export async function throughLibreOffice(bytes: Uint8Array): Promise<Peer> {
  const program = ['soffice', 'libreoffice'].find(hasProgram)
  if (!program) return { name, missing: 'not on this machine' }
  const folder = mkdtempSync(join(tmpdir(), 'fleetbook-libreoffice-'))
  const out = join(folder, 'out')
  const convert = async (file: string): Promise<void> => {
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
    // Separator, quote, UTF-8, from the first line on.
    const args = ['--headless', profile, '--infilter=CSV:59,34,76,1', '--convert-to', 'csv', '--outdir', out, file]
    const code = await run(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    if (code !== 0) throw new Error(`${program} ended with ${code}`)
  }
  try {
    mkdirSync(out)
    const [small, whole] = [join(folder, 'small.csv'), join(folder, 'whole.csv')]
    writeFileSync(small, 'a;b\n1;2\n')
    writeFileSync(whole, bytes)
    // The first start makes its settings.
    await convert(small)
    return { name, value: await timed(() => convert(whole)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
