import { resolve } from 'node:path'
import { RuleTester } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, it } from 'vitest'
import { sqlInStore } from '../../../lint/sql-in-store.js'

RuleTester.describe = describe
RuleTester.it = it

const root = resolve('/house')
const options = [{ root }]
const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } })

/** A line in a file of the house. */
function line(path: string, code: string) {
  return { name: `${path}: ${code}`, filename: resolve(root, path), code, options }
}

function refused(path: string, code: string, ...messages: ('statement' | 'database')[]) {
  return { ...line(path, code), errors: messages.map((messageId) => ({ messageId })) }
}

tester.run('sql-in-store', sqlInStore, {
  valid: [
    line('electron/store/queue.ts', "database.prepare('SELECT 1')"),
    line('electron/store/queue.ts', 'const { database } = journal'),
    line('electron/outbox/release.ts', 'journal.draftsOf(changeSets)'),
    // Words of the language that SQL uses, too.
    line('electron/outbox/release.ts', "const text = 'with a reason'"),
    line('shared/locales/en/sheet.ts', "const text = 'Select all'"),
    line('shared/rules/label.ts', 'pattern.exec(text)'),
    line('test/integration/store/tally.test.ts', 'const { database } = journal'),
  ],
  invalid: [
    refused('electron/outbox/release.ts', "ask('SELECT id FROM operation')", 'statement'),
    refused('electron/outbox/release.ts', 'ask(`SELECT id FROM operation WHERE id ${listed}`)', 'statement'),
    refused('electron/outbox/release.ts', "ask('DELETE FROM undo_step')", 'statement'),
    refused('electron/bridge/workbook.ts', 'statementsOf(journal.database)', 'database'),
    refused('electron/bridge/workbook.ts', 'const { database } = journal', 'database'),
    refused('electron/sync/pull.ts', "cache.database.prepare('UPDATE tracker SET label = 1')", 'database', 'statement'),
  ],
})
