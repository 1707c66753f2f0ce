import { relative, sep } from 'node:path'

/** The room that knows SQL, and the demo panel, which is another program. */
const rooms = ['electron/store/', 'electron/demo-panel/']

/** What is asked of SQLite begins so. */
const statement = /^\s*(SELECT|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+|CREATE |PRAGMA )/

/** @type {import('eslint').Rule.RuleModule} */
export const sqlInStore = {
  meta: {
    type: 'problem',
    docs: { description: 'SQL stands in electron/store alone: everybody else asks it by functions with names.' },
    schema: [{ type: 'object', properties: { root: { type: 'string' } }, additionalProperties: false }],
    messages: {
      statement: 'SQL stands in electron/store only: make it a function there, with a name.',
      database: 'Only electron/store reaches into a database: ask it by a function there, with a name.',
    },
  },
  create(context) {
    const root = context.options[0]?.root ?? context.cwd
    const path = relative(root, context.filename).split(sep).join('/')
    if (!/^(electron|shared|renderer)\//.test(path) || rooms.some((room) => path.startsWith(room))) return {}

    /** @param {import('estree').Node} node @param {unknown} text */
    function checkText(node, text) {
      if (typeof text === 'string' && statement.test(text)) context.report({ node, messageId: 'statement' })
    }

    return {
      Literal: (node) => checkText(node, node.value),
      TemplateLiteral: (node) => checkText(node, node.quasis[0]?.value.cooked),
      'MemberExpression[computed=false][property.name="database"]': (node) =>
        context.report({ node, messageId: 'database' }),
      'ObjectPattern > Property[key.name="database"]': (node) => context.report({ node, messageId: 'database' }),
    }
  },
}
