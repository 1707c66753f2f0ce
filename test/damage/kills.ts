import { spawn, spawnSync } from 'node:child_process'
import { rmSync, truncateSync, statSync, writeFileSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dice, type Dice } from '../../electron/demo-panel/dice.ts'
import { newFolder } from '../support/core-rig.ts'
import { asEarlierVersion, copyFolder, profileFolder, type ProfileTemplate } from './profile-template.ts'
import { show, type Shown } from './shown.ts'

const program = resolve(import.meta.dirname, 'open-and-be-killed.ts')

/** What a program is killed in: files that it has to do something about, made of a folder at rest or after a crash. */
const stories: Readonly<Record<string, { crashed: boolean; spoil: (folder: string) => void }>> = {
  'an opening': { crashed: false, spoil: () => undefined },
  'an opening after a crash': { crashed: true, spoil: () => undefined },
  'the salvage of a journal with damaged pages': {
    crashed: false,
    spoil(folder) {
      const path = join(folder, 'journal.db')
      const bytes = readFileSync(path)
      const page = bytes.readUInt16BE(16)
      const middle = Math.floor(bytes.length / page / 2) * page
      writeFileSync(path, bytes.fill(0xa5, middle, middle + 2 * page))
    },
  },
  'the salvage of a journal that was cut': {
    crashed: true,
    spoil(folder) {
      const path = join(folder, 'journal.db')
      truncateSync(path, Math.floor(statSync(path).size * 0.8))
    },
  },
  'a journal that is missing': { crashed: false, spoil: (folder) => rmSync(join(folder, 'journal.db')) },
  'a migration': { crashed: false, spoil: (folder) => asEarlierVersion(join(folder, 'journal.db'), 4) },
  'a profile whose own file is gone': { crashed: false, spoil: (folder) => rmSync(join(folder, 'profile.json')) },
  'a damaged cache': {
    crashed: false,
    spoil: (folder) => writeFileSync(join(folder, 'cache.db'), 'Not a database. '.repeat(999)),
  },
}

/** How many moments (changes of files, transactions) an opening of these files has. */
function momentsOf(folder: string, profile: string): number {
  const run = spawnSync(process.execPath, [program, folder, profile, '0'], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return Number(run.stdout.trim().split('\n').at(-1))
}

/** Kills an opening at a moment. */
function killAt(folder: string, profile: string, moment: number): void {
  const run = spawnSync(process.execPath, [program, folder, profile, String(moment)], { encoding: 'utf8' })
  if (run.status !== 0 && run.signal !== 'SIGKILL') throw new Error(run.stderr)
}

/** Kills an opening from outside, some time after it has begun. */
async function killAfter(folder: string, profile: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [program, folder, profile, '0'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const begun = new Promise<void>((heard) => child.stdout.once('data', () => heard()))
  await Promise.race([begun, gone])
  await Promise.race([gone, new Promise<void>((done) => setTimeout(done, milliseconds))])
  child.kill('SIGKILL')
  await gone
}

/**
 * Kills a program that opens a profile, at random moments, one to three times in a row, and opens it whole then: it must
 * show what an opening shows that was not cut off. Answers what was lost.
 */
export async function killTrials(
  template: ProfileTemplate,
  { kills, seed }: { kills: number; seed: number },
): Promise<string[]> {
  const throws = dice(seed)
  const names = Object.keys(stories)
  const expected = new Map<string, { moments: number; whole: Shown }>()
  const lost: string[] = []
  let killed = 0
  for (let trial = 0; killed < kills; trial++) {
    const name = names[trial % names.length]!
    const { crashed, spoil } = stories[name]!
    const fresh = () => {
      const folder = newFolder()
      copyFolder(crashed ? template.afterCrash : template.atRest, folder)
      spoil(profileFolder(folder, template.profile))
      return folder
    }
    if (!expected.has(name)) {
      const [measured, opened] = [fresh(), fresh()]
      expected.set(name, {
        moments: momentsOf(measured, template.profile),
        whole: await show(opened, template.profile),
      })
      for (const folder of [measured, opened]) rmSync(folder, { recursive: true, force: true })
    }
    const { moments, whole } = expected.get(name)!
    const folder = fresh()
    try {
      const at = await killSome(folder, template.profile, throws, Math.min(kills - killed, 3), moments)
      killed += at.length
      const shown = await show(folder, template.profile)
      lost.push(...lossOf(shown, whole).map((line) => `${name}, killed at ${at.join(', ')}: ${line}`))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return lost
}

async function killSome(
  folder: string,
  profile: string,
  throws: Dice,
  most: number,
  moments: number,
): Promise<string[]> {
  const at: string[] = []
  for (let left = throws.chance(0.6) ? 1 : throws.whole(1, most); left > 0; left--) {
    if (throws.chance(0.75)) {
      const moment = throws.whole(1, moments)
      killAt(folder, profile, moment)
      at.push(`moment ${moment} of ${moments}`)
    } else {
      const milliseconds = throws.whole(0, 300)
      await killAfter(folder, profile, milliseconds)
      at.push(`${milliseconds} ms`)
    }
  }
  return at
}

function lossOf(shown: Shown, whole: Shown): string[] {
  const gone = [...whole.operations.keys()].filter((id) => !shown.operations.has(id))
  const untold = whole.notices.filter((code) => !shown.notices.includes(code))
  return [
    ...shown.broken,
    ...(gone.length > 0 ? [`${gone.length} operations of ${whole.operations.size} are gone`] : []),
    ...(shown.attempts < whole.attempts ? [`${shown.attempts} of ${whole.attempts} requests are shown`] : []),
    ...untold.map((code) => `${code} is not told`),
  ]
}
