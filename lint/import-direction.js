import { dirname, relative, resolve, sep } from 'node:path'

/**
 * Which rooms of the house a room may import from, beside itself. The order is the one in docs/architecture.md:
 * renderer → shared ← electron, and inside electron from the hosts down to the panel and the store.
 * @type {Record<string, string[]>}
 */
export const directions = {
  shared: [],
  renderer: ['shared'],
  'electron/ports.ts': ['shared'],
  'electron/time.ts': ['electron/ports.ts'],
  'electron/weight.ts': [],
  'electron/recently-used.ts': [],
  'electron/demo-panel': ['shared', 'electron/ports.ts'],
  'electron/secrets': ['shared', 'electron/ports.ts'],
  'electron/store': [
    'shared',
    'electron/ports.ts',
    'electron/time.ts',
    'electron/weight.ts',
    'electron/recently-used.ts',
  ],
  'electron/panel': ['shared', 'electron/ports.ts', 'electron/time.ts', 'electron/recently-used.ts'],
  'electron/entities': ['shared', 'electron/ports.ts', 'electron/panel', 'electron/store'],
  'electron/operations': ['shared', 'electron/ports.ts', 'electron/panel', 'electron/store', 'electron/entities'],
  'electron/sync': [
    'shared',
    'electron/ports.ts',
    'electron/time.ts',
    'electron/panel',
    'electron/store',
    'electron/operations',
  ],
  'electron/outbox': [
    'shared',
    'electron/ports.ts',
    'electron/time.ts',
    'electron/weight.ts',
    'electron/panel',
    'electron/store',
    'electron/entities',
    'electron/operations',
  ],
  'electron/imports': ['shared', 'electron/ports.ts', 'electron/store', 'electron/operations', 'electron/outbox'],
  'electron/bridge': [
    'shared',
    'electron/ports.ts',
    'electron/time.ts',
    'electron/weight.ts',
    'electron/secrets',
    'electron/panel',
    'electron/store',
    'electron/entities',
    'electron/operations',
    'electron/sync',
    'electron/outbox',
    'electron/imports',
  ],
  'electron/core.ts': [
    'shared',
    'electron/weight.ts',
    'electron/ports.ts',
    'electron/secrets',
    'electron/panel',
    'electron/store',
    'electron/operations',
    'electron/sync',
    'electron/outbox',
    'electron/imports',
    'electron/bridge',
    'electron/demo-panel',
  ],
  'electron/machine': ['shared', 'package.json', 'electron/ports.ts'],
  'electron/real-ports.ts': ['shared', 'electron/ports.ts', 'electron/machine', 'electron/panel', 'electron/secrets'],
  'electron/wire': ['shared', 'electron/ports.ts', 'electron/core.ts'],
  'electron/window-files.ts': ['shared'],
  'electron/desktop': [
    'shared',
    'electron/ports.ts',
    'electron/machine',
    'electron/secrets',
    'electron/real-ports.ts',
    'electron/wire',
    'electron/window-files.ts',
  ],
  'electron/preview': ['shared', 'electron/ports.ts', 'electron/core.ts', 'electron/window-files.ts'],
  'electron/file-reader.ts': ['electron/imports', 'electron/machine'],
  'electron/preload.ts': ['shared', 'electron/wire'],
  'electron/core-process.ts': [
    'shared',
    'electron/ports.ts',
    'electron/core.ts',
    'electron/machine',
    'electron/real-ports.ts',
    'electron/wire',
  ],
  'electron/main.ts': ['shared', 'electron/machine', 'electron/desktop'],
  'electron/preview.ts': [
    'shared',
    'electron/core.ts',
    'electron/machine',
    'electron/real-ports.ts',
    'electron/preview',
  ],
}

/** Only these rooms may import electron itself; everything else must run in plain Node. */
const electronRooms = new Set([
  'electron/main.ts',
  'electron/core-process.ts',
  'electron/preload.ts',
  'electron/desktop',
])

/** @param {string} path relative to the project, with forward slashes */
function roomOf(path) {
  if (path.startsWith('shared/')) return 'shared'
  if (path.startsWith('renderer/')) return 'renderer'
  if (path === 'package.json') return 'package.json'
  const [top, second] = path.split('/')
  return top === 'electron' && second ? `electron/${second}` : undefined
}

/** @type {import('eslint').Rule.RuleModule} */
export const importDirection = {
  meta: {
    type: 'problem',
    docs: { description: 'Imports point one way, as docs/architecture.md draws it.' },
    schema: [{ type: 'object', properties: { root: { type: 'string' } }, additionalProperties: false }],
    messages: {
      direction: '{{from}} may not import from {{to}}: see docs/architecture.md.',
      electron: '{{from}} may not import electron: only main.ts, core-process.ts, preload.ts and desktop/ may.',
      node: '{{from}} runs without Node: it may not import {{to}}.',
      room: '{{from}} is a room that lint/import-direction.js does not know: add it to the table.',
    },
  },
  create(context) {
    const root = context.options[0]?.root ?? context.cwd
    const path = relative(root, context.filename).split(sep).join('/')
    const room = roomOf(path)
    if (!room) return {}
    const allowed = directions[room]

    /** @param {import('estree').Node & {source?: {value?: unknown} | null}} node */
    function check(node) {
      const source = node.source?.value
      if (typeof source !== 'string') return
      if (!allowed) return context.report({ node, messageId: 'room', data: { from: room } })
      if (source === 'electron' || source.startsWith('electron/')) {
        if (!electronRooms.has(room)) context.report({ node, messageId: 'electron', data: { from: room } })
        return
      }
      if (source.startsWith('node:') && (room === 'shared' || room === 'renderer')) {
        context.report({ node, messageId: 'node', data: { from: room, to: source } })
        return
      }
      if (!source.startsWith('.')) return
      const target = relative(root, resolve(dirname(context.filename), source))
        .split(sep)
        .join('/')
      const to = roomOf(target)
      if (to === room || (to && allowed.includes(to))) return
      context.report({ node, messageId: 'direction', data: { from: room, to: to ?? target } })
    }

    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
