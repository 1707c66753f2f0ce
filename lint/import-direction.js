import { dirname, relative, resolve, sep } from 'node:path'

/** What every room of the window may use that shows something. */
const base = ['shared', 'renderer/bridge.ts', 'renderer/i18n.ts', 'renderer/wording.ts', 'renderer/now.ts']
const shown = [
  ...base,
  'renderer/announce.ts',
  'renderer/place-in-address.ts',
  'renderer/commands',
  'renderer/stores',
  'renderer/components',
]
const ofSheet = [...shown, 'renderer/sheet/model']

/**
 * Which rooms of the house a room may import from, beside itself. The order is the one in docs/architecture.md:
 * renderer → shared ← electron; inside electron from the hosts down to the panel and the store; inside renderer from the
 * pages down to the sheet's features, its grid and its model, to the components, to the stores, to the bridge.
 * @type {Record<string, string[]>}
 */
export const directions = {
  shared: [],
  'renderer/bridge': ['shared'],
  'renderer/bridge.ts': ['shared', 'renderer/bridge'],
  'renderer/i18n.ts': ['shared'],
  'renderer/wording.ts': ['shared', 'renderer/i18n.ts'],
  'renderer/now.ts': [],
  'renderer/announce.ts': [],
  'renderer/place-in-address.ts': [],
  'renderer/theme': ['shared'],
  'renderer/stores': [...base, 'renderer/theme'],
  'renderer/commands': ['renderer/i18n.ts'],
  'renderer/components': [
    ...base,
    'renderer/announce.ts',
    'renderer/place-in-address.ts',
    'renderer/commands',
    'renderer/stores',
  ],
  'renderer/operations': shown,
  'renderer/sheet/model': [...base, 'renderer/announce.ts', 'renderer/stores', 'renderer/operations'],
  'renderer/sheet/grid': ['shared', 'renderer/sheet/model'],
  'renderer/sheet/features/actions': ofSheet,
  'renderer/sheet/features/changing': ofSheet,
  'renderer/sheet/features/export': ofSheet,
  'renderer/sheet/features/keyboard': ofSheet,
  'renderer/sheet/features/status-line': ofSheet,
  'renderer/sheet/features/looking': [...ofSheet, 'renderer/sheet/features/keyboard'],
  'renderer/sheet/features/editing': [...ofSheet, 'renderer/sheet/features/keyboard'],
  'renderer/sheet/features/clipboard': [
    ...ofSheet,
    'renderer/sheet/features/keyboard',
    'renderer/sheet/features/editing',
  ],
  'renderer/sheet/features/filling': [
    ...ofSheet,
    'renderer/sheet/features/keyboard',
    'renderer/sheet/features/editing',
  ],
  'renderer/sheet/features/menu': [...ofSheet, 'renderer/sheet/features/keyboard', 'renderer/sheet/features/actions'],
  'renderer/sheet/features/moving': ofSheet,
  'renderer/sheet/features/making': [...ofSheet, 'renderer/sheet/features/actions'],
  'renderer/sheet/features/details': [
    ...ofSheet,
    'renderer/operations',
    'renderer/sheet/features/changing',
    'renderer/sheet/features/editing',
  ],
  'renderer/sheet/page': [...ofSheet, 'renderer/sheet/grid', 'renderer/sheet/features'],
  'renderer/pages/trackers': [...shown, 'renderer/sheet/page'],
  'renderer/pages/users': [...shown, 'renderer/sheet/page'],
  'renderer/pages/bundles': [...shown, 'renderer/sheet/page'],
  'renderer/pages/routes': [...shown, 'renderer/sheet/page'],
  'renderer/pages/console': [...shown, 'renderer/operations'],
  'renderer/pages/connection': shown,
  'renderer/pages/imports': shown,
  'renderer/pages/outbox': [...shown, 'renderer/operations'],
  'renderer/pages/history': [...shown, 'renderer/operations'],
  'renderer/pages/changes': ofSheet,
  'renderer/pages/fleet': ofSheet,
  'renderer/pages/reports': shown,
  'renderer/pages/settings': shown,
  'renderer/pages/help': [...shown, 'CHANGELOG.md?raw'],
  'renderer/router.ts': ['renderer/pages'],
  'renderer/App.vue': [...shown, 'renderer/theme', 'renderer/sheet/features/keyboard'],
  'renderer/vue-files.d.ts': [],
  'renderer/main.ts': ['renderer/App.vue', 'renderer/i18n.ts', 'renderer/router.ts', 'renderer/theme'],
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
    'electron/entities',
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
  'electron/console': [
    'shared',
    'electron/ports.ts',
    'electron/time.ts',
    'electron/weight.ts',
    'electron/panel',
    'electron/store',
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
    'electron/console',
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

/** The one room that knows the library which draws the cells. */
const gridRoom = 'renderer/sheet/grid'
const gridLibrary = /^@revolist\//

/** Rooms that know what is shown, and not how: no component is imported there. */
const withoutComponents = new Set(['renderer/sheet/model', 'renderer/stores'])

const rooms = Object.keys(directions)

/** @param {string} path @param {string} room */
const isIn = (path, room) => path === room || path.startsWith(`${room}/`)

/**
 * The room that a file is in: the innermost of the table, or what must be added to it.
 * @param {string} path relative to the project, with forward slashes
 */
function roomOf(path) {
  const known = rooms.filter((room) => isIn(path, room)).sort((one, other) => other.length - one.length)[0]
  if (known) return known
  if (path === 'package.json' || path.endsWith('.md?raw')) return path
  const [top, second] = path.split('/')
  if (top !== 'electron' && top !== 'renderer') return undefined
  const folder = dirname(path)
  return second && folder !== top ? folder : path
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
      grid: '{{from}} may not import {{to}}: only {{gridRoom}} knows what draws the cells.',
      component: '{{from}} holds what is shown, and no components: it may not import {{to}}.',
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
      if (source.startsWith('node:') && (room === 'shared' || isIn(room, 'renderer'))) {
        context.report({ node, messageId: 'node', data: { from: room, to: source } })
        return
      }
      if (gridLibrary.test(source) && isIn(room, 'renderer') && room !== gridRoom) {
        context.report({ node, messageId: 'grid', data: { from: room, to: source, gridRoom } })
        return
      }
      if (withoutComponents.has(room) && (source.endsWith('.vue') || source === 'naive-ui')) {
        context.report({ node, messageId: 'component', data: { from: room, to: source } })
        return
      }
      if (!source.startsWith('.')) return
      const target = relative(root, resolve(dirname(context.filename), source))
        .split(sep)
        .join('/')
      const to = roomOf(target)
      if (to === room || (to && allowed.some((one) => isIn(to, one)))) return
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
