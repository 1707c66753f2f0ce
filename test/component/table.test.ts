import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Component, computed, defineComponent, h, ref, shallowRef } from 'vue'
import type { RowChoice } from '../../renderer/components/table.ts'
import WindowedTable from '../../renderer/components/WindowedTable.vue'
import { show } from './support/show.ts'

interface Row {
  readonly id: number
}

const rows: readonly Row[] = Array.from({ length: 1000 }, (_, id) => ({ id }))

/** The table over a thousand rows in a frame of 400 pixels, with what it asks for. */
function table({ choosing = true, count = rows.length } = {}) {
  const cursor = ref(0)
  const asked: RowChoice[] = []
  const opened: number[] = []
  const seen = ref({ from: 0, to: 0 })
  const chosen = shallowRef(new Set<number>())
  const all: boolean[] = []
  const Frame = defineComponent(() => {
    const choice = computed(() => ({
      isChosen: ({ id }: Row) => chosen.value.has(id),
      chosen: chosen.value.size,
      allLabel: 'Choose all',
    }))
    return () =>
      h('div', { style: 'height: 400px; display: grid' }, [
        h(
          WindowedTable as Component,
          {
            label: 'Numbers',
            columns: [{ key: 'id', title: 'Number', width: 120 }],
            count,
            at: (index: number) => rows[index],
            choosing: choosing ? choice.value : undefined,
            cursor: cursor.value,
            'onUpdate:cursor': (next: number) => (cursor.value = next),
            onShow: (from: number, to: number) => (seen.value = { from, to }),
            onOpen: (index: number) => opened.push(index),
            onChooseAll: (on: boolean) => all.push(on),
            onChoose(one: RowChoice) {
              asked.push(one)
              const ids = rows.slice(one.from, one.to).map(({ id }) => id)
              chosen.value = new Set(one.how === 'only' ? ids : [...chosen.value, ...ids])
            },
          },
          { 'cell-id': ({ row }: { row: Row }) => String(row.id) },
        ),
      ])
  })
  show(Frame)
  return { cursor, asked, opened, seen, all }
}

const grid = page.getByRole('grid', { name: 'Numbers' })

test('Arrows, Page Down, Home and End move the cursor, what they reach is in sight, and Enter opens it', async () => {
  const { cursor, opened, seen } = table()
  grid.element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}')
  expect(cursor.value).toBe(1)
  await userEvent.keyboard('{PageDown}')
  expect(cursor.value).toBeGreaterThan(8)
  await userEvent.keyboard('{End}{Enter}')
  expect(cursor.value).toBe(999)
  expect(opened).toEqual([999])
  await expect.element(page.getByRole('gridcell', { name: '999', exact: true })).toBeVisible()
  await expect.poll(() => seen.value.from).toBeGreaterThan(900)
  await userEvent.keyboard('{Home}')
  expect(cursor.value).toBe(0)
  await expect.element(page.getByRole('gridcell', { name: '999', exact: true })).not.toBeInTheDocument()
})

test('Shift extends what is chosen, Space adds, Ctrl+A chooses all', async () => {
  const { asked, all } = table()
  grid.element().focus()
  await userEvent.keyboard('{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
  expect(asked.at(-1)).toEqual({ from: 1, to: 4, how: 'only' })
  await expect.element(grid.getByRole('row', { selected: true }).nth(2)).toBeVisible()
  await userEvent.keyboard('{Control>}{ArrowDown}{/Control} ')
  expect(asked.at(-1)).toEqual({ from: 4, to: 5, how: 'flip' })
  await expect.element(page.getByRole('checkbox', { name: 'Choose all' })).toBePartiallyChecked()
  await userEvent.keyboard('{Control>}a{/Control}')
  await page.getByRole('checkbox', { name: 'Choose all' }).click()
  expect(all).toEqual([true, true])
})

test('The mouse opens a row, Ctrl adds one, Shift takes all up to it', async () => {
  const { asked, opened } = table()
  const cell = (id: number) => page.getByRole('gridcell', { name: String(id), exact: true })
  await cell(2).click()
  expect(opened).toEqual([2])
  await cell(4).click({ modifiers: ['Control'] })
  await cell(6).click({ modifiers: ['Shift'] })
  expect(asked).toEqual([
    { from: 2, to: 3, how: 'only' },
    { from: 4, to: 5, how: 'flip' },
    { from: 4, to: 7, how: 'only' },
  ])
  expect(opened).toEqual([2])
})

test('Where one row is looked at alone, nothing is chosen, and an empty table moves nothing', async () => {
  const { cursor, opened } = table({ choosing: false, count: 0 })
  grid.element().focus()
  await userEvent.keyboard('{ArrowDown}{Enter} ')
  expect([cursor.value, opened]).toEqual([0, []])
  await expect.element(page.getByRole('checkbox')).not.toBeInTheDocument()
  await expect.element(grid).toHaveAttribute('aria-rowcount', '1')
})
