import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keychain } from '../../electron/ports.ts'
import { demoPassword } from '../../electron/demo-panel/account.ts'
import { simRig, type RigOptions, type SimRig } from './core-rig.ts'

/** Every file below a folder that holds a text. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return []
    const path = join(entry.parentPath, entry.name)
    return readFileSync(path).includes(text) ? [path] : []
  })
}

/** A rig whose keychain and log can be looked into; `leaks` are the places where one of these secrets stands. */
export async function watchedRig(secrets: readonly string[], options: RigOptions = {}) {
  const entries = new Map<string, string>()
  const keychain: Keychain = {
    get: (account) => Promise.resolve(entries.get(account) ?? null),
    set: (account, secret) => Promise.resolve(void entries.set(account, secret)),
    delete: (account) => Promise.resolve(void entries.delete(account)),
  }
  const logged: unknown[] = []
  const log = {
    info: (...entry: unknown[]) => void logged.push(entry),
    warn: (...entry: unknown[]) => void logged.push(entry),
    error: (...entry: unknown[]) => void logged.push(entry),
  }
  const rig = await simRig({ keychain, log, ...options })
  const kept = () => [...entries].filter(([account]) => account.includes(' password '))
  const leaks = () => {
    const told = JSON.stringify([logged, rig.events])
    return secrets.flatMap((secret) => [
      ...filesWith(join(rig.folder), secret),
      ...(told.includes(secret) ? ['the log'] : []),
    ])
  }
  return { rig, entries, kept, leaks }
}

/** The users that the panel has made, as it made them. */
export const madeUsers = ({ panel }: SimRig) =>
  panel.ledger.entries().flatMap((entry) => (entry.effect === 'user.made' ? [entry] : []))

/** The passwords that were sent for users, by requests for one each. */
export const sentPasswords = (rig: SimRig) =>
  rig.wire.sent.flatMap(({ body }) => {
    const { password: sent } = body as { password?: string }
    return sent !== undefined && sent !== demoPassword ? [sent] : []
  })
