import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { useConfirm } from '../../renderer/components/confirm.ts'
import { show } from './support/show.ts'

const ask = useConfirm()
const question = { title: 'Discard 34 changes?', text: 'They are lost.', confirm: 'Discard 34 changes', danger: true }

function begin(): void {
  show({ render: () => null })
  page.getByRole('button', { name: 'Before' }).element().focus()
}

test('A question is a dialog named by its title and described by its text, and its button says what it does', async () => {
  begin()
  const answer = ask(question)
  const dialog = page.getByRole('dialog', { name: question.title })
  await expect.element(dialog).toHaveAccessibleDescription(question.text)
  await dialog.getByRole('button', { name: question.confirm }).click()
  expect(await answer).toBe(true)
  await expect.element(dialog).not.toBeInTheDocument()
})

test('What happens stands as a list where it is several things', async () => {
  begin()
  const points = ['30 plans change: they cost money.', '5 other changes go with it.']
  const answer = ask({ ...question, text: points })
  const dialog = page.getByRole('dialog', { name: question.title })
  await expect.element(dialog.getByRole('listitem').first()).toHaveTextContent(points[0])
  await expect.element(dialog.getByRole('listitem').nth(1)).toHaveTextContent(points[1])
  await userEvent.keyboard('{Escape}')
  expect(await answer).toBe(false)
})

test('Esc and Cancel answer no, and the keyboard is where it came from', async () => {
  begin()
  for (const leave of [
    () => userEvent.keyboard('{Escape}'),
    () => page.getByRole('button', { name: 'Cancel' }).click(),
  ]) {
    const answer = ask(question)
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await leave()
    expect(await answer).toBe(false)
    await expect.element(page.getByRole('button', { name: 'Before' })).toHaveFocus()
  }
})

test('What must be typed keeps the button and Enter from confirming until it stands there', async () => {
  begin()
  const answer = ask({ ...question, typed: 'demo.example' })
  const field = page.getByRole('textbox', { name: 'Type demo.example to confirm' })
  const button = page.getByRole('button', { name: question.confirm })
  await expect.element(field).toHaveFocus()
  await expect.element(button).toBeDisabled()
  await userEvent.keyboard('demo.exampl{Enter}')
  await expect.element(button).toBeDisabled()
  await userEvent.keyboard('e {Enter}')
  expect(await answer).toBe(true)
})

test('A question that takes the place of another answers that one with no, and begins with nothing typed', async () => {
  begin()
  const first = ask({ ...question, typed: 'one' })
  await page.getByRole('textbox').fill('one')
  const second = ask({ ...question, title: 'Another one?', typed: 'two' })
  expect(await first).toBe(false)
  await expect.element(page.getByRole('textbox')).toHaveValue('')
  await page.getByRole('textbox').fill('two')
  await userEvent.keyboard('{Enter}')
  expect(await second).toBe(true)
})
