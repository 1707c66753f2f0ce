import { expect, test } from 'vitest'
import { taskStatuses } from '../../../electron/demo-panel/tasks/effects.ts'
import { i18n } from '../../../renderer/i18n.ts'
import { connectionState, pullParts, secretPlaces } from '../../../shared/contract/profiles.ts'
import { en } from '../../../shared/locales/en/index.ts'
import { remedyNames } from '../../../shared/operations/remedy.ts'
import { signs } from '../../../shared/operations/states.ts'
import { problemCodes } from '../../../shared/problem.ts'

/** Every text with the path of its key. */
function texts(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : texts(value as object, `${path}${key}.`),
  )
}

test('every sign, state of the connection, part of a pull and place of a password has its words', () => {
  for (const sign of signs) expect(en.app.signs[sign]).toBeTruthy()
  for (const part of pullParts) expect(en.app.parts[part]).toBeTruthy()
  for (const place of secretPlaces) expect(en.connection.known.secrets[place]).toBeTruthy()
  for (const { shape } of connectionState.options) {
    for (const state of shape.state.values) expect(en.app.connection[state]).toBeTruthy()
  }
})

test('every status that the panel gives routes and stops has its word', () => {
  expect(Object.keys(en.sheet.values.status).sort()).toEqual([...taskStatuses].sort())
})

test('everything that can still be done says what it will do, and what came of it', () => {
  for (const remedy of remedyNames) {
    const texts: Readonly<Record<string, unknown>> = en.outbox.remedies[remedy]
    expect(texts['do'], remedy).toBeTruthy()
    expect(texts['hint'], remedy).toBeTruthy()
    expect(texts['done'] ?? texts['staged'], remedy).toBeTruthy()
  }
})

test('every problem has a sentence that needs no value, and named ones name at least one', () => {
  expect(Object.keys(en.problems).sort()).toEqual([...problemCodes].sort())
  for (const text of Object.values(en.problems)) expect(text).not.toMatch(/[{}]/)
  for (const [code, text] of Object.entries(en.problemsNamed)) {
    expect(problemCodes).toContain(code)
    expect(text).toMatch(/\{\w+\}/)
  }
})

test('every text can be put together, in the singular and in the plural', () => {
  for (const [key] of texts(en)) {
    for (const count of [1, 2]) {
      const words = i18n.global.t(key, {}, count)
      expect(words, key).not.toBe(key)
      expect(words, key).not.toMatch(/[{}]/)
    }
  }
})
