import { spawn, spawnSync } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'

/**
 * Runs a program with this one's terminal and resolves to its exit code. Ctrl+C reaches the program by itself, and it
 * ends in its own time, which counts as 0; a request to terminate is passed on. A program that could not be started
 * counts as 127.
 */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', ...options })
  const stay = (): void => undefined
  const passOn = (): void => void child.kill('SIGTERM')
  process.on('SIGINT', stay)
  process.on('SIGTERM', passOn)
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => {
        console.error(`${program}: ${error.message}`)
        resolve(127)
      })
      child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 0 : 1)))
    })
  } finally {
    process.off('SIGINT', stay)
    process.off('SIGTERM', passOn)
  }
}

/** What a short program prints; null where it is missing or fails. */
export function output(program: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}

/** Whether there is a program of this name. */
export function hasProgram(name: string): boolean {
  return output(process.platform === 'win32' ? 'where' : 'which', [name]) !== null
}
