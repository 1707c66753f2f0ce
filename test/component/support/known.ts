import type { CallOutput } from '../../../shared/contract.ts'
import type { ProfileSummary, Status } from '../../../shared/contract/profiles.ts'
import type { ProgramState } from '../../../shared/contract/settings.ts'
import { usualPolicy } from '../../../shared/rules/password.ts'
import type { RoutesState } from '../../../shared/contract/routes.ts'

/** A panel that the window knows, for tests that do not care which. */
export const acme: ProfileSummary = {
  id: 'acme',
  name: 'Acme',
  panel: { kind: 'address', baseUrl: 'https://api.acme.example/v2', plainHttpConfirmed: false },
  login: 'root@acme.example',
  dealerId: 7,
  openedAt: null,
}

/** The panels that this computer knows: that one. */
export const knownPanels: CallOutput<'profiles.list'> = {
  profiles: [acme],
  unreadable: [],
  open: null,
}

/** What is known of a program and its machine. */
export const programKnown: ProgramState = {
  version: '1.2.3',
  system: 'Linux 6.1 (x64)',
  runtime: 'Electron 33.4.11',
  keychain: { kind: 'Secret Service', works: true },
  dataFolder: '/home/ann/.local/share/fleetbook',
  dataSize: 12_400_000,
  log: '/home/ann/.local/share/fleetbook/logs/fleetbook.log',
  lastErrors: ['{"time":"2026-11-20T09:12:05.000Z","level":"warn","message":"a request failed","code":"timed-out"}'],
}

/** An open panel where nothing is going on. */
export const quiet: Status = {
  profile: acme,
  connection: { state: 'online' },
  pull: {
    running: false,
    part: null,
    done: 0,
    total: null,
    completedAt: 0,
    changes: null,
    problem: null,
    retryAt: null,
  },
  pullEvery: 15,
  queue: { draft: 0, ready: 0, held: 0, sending: 0, waiting: 0, unknown: 0, conflict: 0, rejected: 0, broken: 0 },
  sending: {
    running: false,
    paused: false,
    done: 0,
    total: 0,
    refused: 0,
    already: 0,
    behind: 0,
    remaining: null,
    startedAt: null,
    pausedKinds: [],
  },
  permissions: {},
  passwordPolicy: usualPolicy,
  undo: { canUndo: false, canRedo: false },
  steps: [],
  notices: [],
  notReopened: null,
}

/** Users as the search for them answers; those whose login or name holds what is typed. */
export function usersFound({ search }: { search: string }) {
  const users = [
    { id: 11, login: 'ann@acme.example', name: 'Ann Archer', trackers: 12 },
    { id: 12, login: 'bob@acme.example', name: 'Bob Baker', trackers: 1 },
    { id: 13, login: 'cem@acme.example', name: 'Cem Cook', trackers: 0 },
  ]
  return { users: users.filter(({ login, name }) => `${login} ${name}`.toLowerCase().includes(search.toLowerCase())) }
}

/** Plans as the panel has them, one of which it no longer gives out. */
export const plans = {
  tariffs: [
    { id: 1, name: 'Basic', price: 2, active: true },
    { id: 2, name: 'Fleet', price: 4.5, active: true },
    { id: 3, name: 'Old', price: 1, active: false },
  ],
}

/** Routes of which nobody has chosen any yet, or with some of it otherwise. */
export function routesState(more: Partial<RoutesState> = {}): RoutesState {
  return { choice: null, running: false, finding: false, done: 0, total: 0, users: [], problem: null, ...more }
}

/** The routes of two users, who were pulled at this time. */
export function routesPulled(at: number, more: Partial<RoutesState> = {}): RoutesState {
  return routesState({
    choice: { users: [11, 12], from: '2026-11-13', to: '2026-12-04' },
    users: [
      { id: 11, pulledAt: at, problem: null },
      { id: 12, pulledAt: at, problem: null },
    ],
    ...more,
  })
}

/** What an account may do that looks at trackers and users, and works as a user. */
export const mayActAsUsers = { trackers: ['read', 'update'], users: ['read'], user_sessions: ['create'] }
