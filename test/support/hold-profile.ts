// A second program that holds a profile's lock until it is ended; told the path, it says how that went.
import { lockProfile } from '../../electron/store/profile-lock.ts'

const path = process.argv[2]
if (path === undefined) throw new Error('Which lock?')
try {
  lockProfile(path)
  process.stdout.write('held\n')
  process.stdin.resume()
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
