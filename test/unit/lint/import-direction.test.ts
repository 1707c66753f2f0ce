import { resolve } from 'node:path'
import { RuleTester } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, it } from 'vitest'
import { importDirection } from '../../../lint/import-direction.js'

RuleTester.describe = describe
RuleTester.it = it

const root = resolve('/house')
const options = [{ root }]
const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } })

/** A file of the house that imports something. */
function file(path: string, source: string) {
  return { name: `${path} imports ${source}`, filename: resolve(root, path), code: `import '${source}'`, options }
}

type Fault = 'direction' | 'electron' | 'node' | 'grid' | 'component' | 'room'

function refused(path: string, source: string, messageId: Fault) {
  return { ...file(path, source), errors: [{ messageId }] }
}

tester.run('import-direction', importDirection, {
  valid: [
    file('shared/rules/label.ts', '../problem.ts'),
    file('shared/problem.ts', 'zod'),
    file('renderer/pages/users/UsersPage.vue', '../../../shared/contract.ts'),
    file('renderer/pages/users/UsersPage.vue', '../../sheet/page/SheetAsLeft.vue'),
    file('renderer/pages/outbox/OutboxPage.vue', '../../operations/words.ts'),
    file('renderer/sheet/model/session.ts', './session/view.ts'),
    file('renderer/sheet/grid/GridView.vue', '@revolist/vue3-datagrid'),
    file('renderer/sheet/grid/cell-drag.ts', '../model/selection.ts'),
    file('renderer/sheet/features/menu/SheetMenu.vue', '../actions/ActionDialog.vue'),
    file('renderer/sheet/page/use-sheet.ts', '../features/looking/use-looking.ts'),
    file('electron/store/journal.ts', '../../shared/problem.ts'),
    file('electron/store/journal.ts', './cache.ts'),
    file('electron/store/journal.ts', 'node:fs'),
    file('electron/outbox/dispatch.ts', '../operations/catalogue.ts'),
    file('electron/operations/clone.ts', '../panel/panel.ts'),
    file('electron/bridge/calls.ts', '../sync/pull.ts'),
    file('electron/core.ts', './bridge/bridge.ts'),
    file('electron/desktop/application.ts', '../wire/run-end.ts'),
    file('electron/core-process.ts', './core.ts'),
    file('electron/main.ts', 'electron'),
    file('electron/preload.ts', 'electron'),
    file('electron/desktop/window.ts', 'electron'),
    file('electron/machine/core-options.ts', '../../package.json'),
    // Tests and scripts may look into every room.
    file('test/unit/lint/any.test.ts', '../../../electron/core.ts'),
    file('scripts/demo-panel.ts', '../electron/demo-panel/server.ts'),
  ],
  invalid: [
    refused('shared/problem.ts', '../electron/ports.ts', 'direction'),
    refused('shared/problem.ts', '../renderer/bridge.ts', 'direction'),
    refused('shared/problem.ts', 'node:fs', 'node'),
    refused('renderer/main.ts', '../electron/core.ts', 'direction'),
    refused('renderer/main.ts', 'node:path', 'node'),
    refused('renderer/main.ts', 'electron', 'electron'),
    refused('renderer/bridge.ts', './stores/status.ts', 'direction'),
    refused('renderer/components/Icon.vue', '../operations/Value.vue', 'direction'),
    refused('renderer/operations/words.ts', '../sheet/model/marks.ts', 'direction'),
    refused('renderer/operations/words.ts', '../pages/outbox/filters.ts', 'direction'),
    refused('renderer/pages/history/HistoryPage.vue', '../outbox/filters.ts', 'direction'),
    refused('renderer/sheet/model/marks.ts', '../grid/scrolling.ts', 'direction'),
    refused('renderer/sheet/model/marks.ts', '../features/editing/choices.ts', 'direction'),
    refused('renderer/sheet/model/marks.ts', './Mark.vue', 'component'),
    refused('renderer/stores/status.ts', 'naive-ui', 'component'),
    refused('renderer/sheet/grid/GridView.vue', '../features/looking/LookBar.vue', 'direction'),
    refused('renderer/sheet/features/editing/use-edits.ts', '../clipboard/paste.ts', 'direction'),
    refused('renderer/sheet/features/menu/SheetMenu.vue', '../../page/use-sheet.ts', 'direction'),
    refused('renderer/sheet/features/looking/LookBar.vue', '@revolist/revogrid', 'grid'),
    refused('renderer/sheet/features/magic/wand.ts', '../../model/marks.ts', 'room'),
    refused('electron/store/journal.ts', '../operations/catalogue.ts', 'direction'),
    refused('electron/panel/panel.ts', '../store/cache.ts', 'direction'),
    refused('electron/operations/clone.ts', '../outbox/plan.ts', 'direction'),
    refused('electron/sync/pull.ts', '../outbox/plan.ts', 'direction'),
    refused('electron/outbox/plan.ts', '../bridge/calls.ts', 'direction'),
    refused('electron/bridge/calls.ts', '../core.ts', 'direction'),
    refused('electron/core.ts', './main.ts', 'direction'),
    refused('electron/core.ts', './desktop/window.ts', 'direction'),
    refused('electron/core.ts', '../renderer/bridge.ts', 'direction'),
    refused('electron/core.ts', '../test/support/any.ts', 'direction'),
    refused('electron/core.ts', 'electron', 'electron'),
    refused('electron/preview.ts', 'electron/main', 'electron'),
    refused('electron/preview.ts', './desktop/window.ts', 'direction'),
    refused('electron/attic/trunk.ts', '../ports.ts', 'room'),
    {
      name: 'every form of import counts',
      filename: resolve(root, 'shared/problem.ts'),
      code: "export * from '../electron/core.ts'\nexport { a } from '../electron/core.ts'\nvoid import('../electron/core.ts')",
      options,
      errors: [{ messageId: 'direction' }, { messageId: 'direction' }, { messageId: 'direction' }],
    },
  ],
})
