import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { answering, askedFor } from './support/core.ts'
import { quiet } from './support/known.ts'
import { openWindow } from './support/window.ts'

test('How often the open panel is pulled by itself is chosen by keys in the settings', async () => {
  answering({ 'status.read': () => quiet, 'pull.every': () => ({}) })
  openWindow('/settings')
  const usual = page.getByRole('radio', { name: /^Every 15 min/ })
  await expect.element(usual).toBeChecked()
  usual.element().focus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.poll(() => askedFor('pull.every')).toEqual([{ minutes: 5 }])
})
