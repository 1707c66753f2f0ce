import { now } from './support/clock.ts'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { ConsoleLine, ConsolePlace } from '../../shared/contract/consoles.ts'
import { consoleOf, consolesAre, type ConsoleRead, said } from './support/consoles.ts'
import { answering, askedFor, end, refusing } from './support/core.ts'
import { sheetsHold, trackers } from './support/fleet.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const permissions = { trackers: ['read', 'update'] }

function opened(
  reads: readonly ConsoleRead[],
  { at = '/console', may = permissions, place }: { at?: string; may?: typeof permissions; place?: ConsolePlace } = {},
) {
  answering({ 'status.read': () => statusWith({ permissions: may }) })
  const core = consolesAre(reads, place)
  return { ...core, where: openWindow(at) }
}

const pane = (label: string) => page.getByRole('region', { name: `Console of ${label}`, exact: true })
const line = (label: string) => page.getByRole('textbox', { name: `Command for ${label}` })
const log = (label: string) => page.getByRole('log', { name: `Log of ${label}` })
const output = (number: number, text: string): ConsoleLine => ({ number, at: now, sort: 'output', text })

test('A command is sent by Enter, and the arrows bring back those of before and what was being typed', async () => {
  opened([consoleOf(1, 'Van 01')])
  await line('Van 01').fill('getpar')
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(line('Van 01')).toHaveValue('getver')
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}')
  await expect.element(line('Van 01')).toHaveValue('getinfo')
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
  await expect.element(line('Van 01')).toHaveValue('getpar')
  await userEvent.keyboard('am 104{Enter}')
  await expect.poll(() => askedFor('consoles.send')).toEqual([{ tracker: 1, command: 'getparam 104' }])
  await expect.element(line('Van 01')).toHaveValue('')
  await expect.element(line('Van 01')).toHaveAccessibleDescription(/^Enter sends it to the device at once/)
})

test('What stood in the way of a command is said at its line, and the command stays', async () => {
  opened([consoleOf(1, 'Van 01')])
  answering({ 'consoles.send': refusing({ code: 'console-not-open' }) })
  await line('Van 01').fill('cpureset')
  await pane('Van 01').getByRole('button', { name: 'Send' }).click()
  await expect.element(pane('Van 01').getByRole('alert')).toMatchTextContent(/the command was not sent/)
  await expect.element(line('Van 01')).toHaveValue('cpureset')
})

test('Nothing can be sent where there is nothing, or no connection', async () => {
  const core = opened([consoleOf(1, 'Van 01')])
  const send = pane('Van 01').getByRole('button', { name: 'Send' })
  await expect.element(send).toBeDisabled()
  await line('Van 01').fill('getver')
  await expect.element(send).toBeEnabled()
  core.become([
    { ...consoleOf(1, 'Van 01'), state: { state: 'waiting', problem: { code: 'work-offline' }, retryAt: null } },
  ])
  await expect.element(send).toBeDisabled()
  await expect.element(pane('Van 01').getByText(/^You are working offline/)).toBeVisible()
  await userEvent.keyboard('{Enter}')
  expect(askedFor('consoles.send')).toEqual([])
})

test('The status keeps the last value of each name, and marks what has changed with the last report by a sign', async () => {
  const core = opened([said(consoleOf(1, 'Van 01'), now)])
  const row = (name: string) => pane('Van 01').getByRole('row', { name: new RegExp(`^${name}`) })
  const fresh = (name: string) => row(name).getByRole('img', { name: 'Changed with the last report' })
  await expect.element(fresh('Speed')).toBeVisible()
  await expect.element(fresh('Satellites')).not.toBeInTheDocument()
  await expect.element(row('Satellites')).toMatchTextContent(/14:04:48/)
  core.become([
    {
      ...consoleOf(1, 'Van 01'),
      values: [{ name: 'Satellites', value: '11', changedAt: now + 1000 }],
      reportedAt: now + 1000,
    },
  ])
  await expect.element(row('Satellites')).toMatchTextContent(/11/)
  await expect.element(fresh('Satellites')).toBeVisible()
  await expect.element(fresh('Speed')).not.toBeInTheDocument()
  await expect.element(row('board_voltage')).toMatchTextContent(/12\.400/)
})

test('A log says of each line what it is; a command of which nobody knows is perhaps sent', async () => {
  const heard = { number: 9, at: now, sort: 'command', text: 'cpureset', heard: 'perhaps' } as const
  const read = said(consoleOf(1, 'Van 01'), now)
  opened([{ ...read, lines: [...read.lines, heard] }])
  for (const words of [
    'Connected',
    'Sent getver',
    'Echo > getver',
    'Device Ver:03',
    'Other <html>',
    'Sent cpureset',
    'perhaps sent',
  ]) {
    const named = new RegExp(words.replaceAll(' ', '\\s*'))
    await expect.element(log('Van 01')).toMatchTextContent(named)
  }
})

test('A paused log stands still and counts what has come; going on shows it, at its end', async () => {
  const lines = Array.from({ length: 100 }, (_, at) => output(at + 1, `Line ${at + 1}.`))
  const core = opened([{ ...consoleOf(1, 'Van 01'), lines }])
  const frame = () => log('Van 01').element()
  const below = () => frame().scrollHeight - frame().scrollTop - frame().clientHeight
  await expect.element(log('Van 01').getByText('Line 100.')).toBeVisible()
  await expect.poll(below).toBeLessThan(8)
  await pane('Van 01').getByRole('button', { name: 'Pause' }).click()
  const more = [...lines, output(101, 'Line 101.'), output(102, 'Line 102.')]
  core.become([{ ...consoleOf(1, 'Van 01'), lines: more }])
  await expect.element(pane('Van 01').getByText('Paused: 2 new lines')).toBeVisible()
  await expect.element(log('Van 01').getByText('Line 102.')).not.toBeInTheDocument()
  await pane('Van 01').getByRole('button', { name: 'Go on' }).click()
  await expect.element(log('Van 01').getByText('Line 102.')).toBeVisible()
  await expect.poll(below).toBeLessThan(8)
  frame().scrollTop = 0
  // It is told of a scroll with the next picture.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  core.become([{ ...consoleOf(1, 'Van 01'), lines: [...more, output(103, 'Line 103.')] }])
  await expect.element(log('Van 01').getByText('Line 103.')).toBeInTheDocument()
  expect(frame().scrollTop).toBe(0)
})

test('A log is copied with its times, and cleared', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const core = opened([said(consoleOf(1, 'Van 01'), now)])
  await pane('Van 01').getByRole('button', { name: 'Copy' }).click()
  await expect.poll(() => write.mock.calls.length).toBe(1)
  const [copied = ''] = write.mock.calls[0] ?? []
  expect(copied.split('\n')[2]).toBe('20 Nov 2026, 14:04:21 UTC\tEcho\t> getver')
  write.mockRejectedValue(new Error('denied'))
  await pane('Van 01').getByRole('button', { name: 'Copy' }).click()
  await expect.element(page.getByText(/could not be copied/)).toBeVisible()
  await pane('Van 01').getByRole('button', { name: 'Clear' }).click()
  expect(askedFor('consoles.clear')).toEqual([{ tracker: 1 }])
  core.become([{ ...consoleOf(1, 'Van 01'), first: 9 }])
  await expect.element(log('Van 01')).toMatchTextContent('Nothing was sent or said yet.')
})

test('A console is reconnected and closed by its buttons, and leaves the others where they are', async () => {
  const core = opened([consoleOf(1, 'Van 01'), consoleOf(2, 'Truck 02')])
  await pane('Van 01')
    .getByRole('button', { name: /^Reconnect/ })
    .click()
  await expect.poll(() => askedFor('consoles.reconnect')).toEqual([{ tracker: 1 }])
  await page.getByRole('button', { name: 'Close the console of Van 01' }).click()
  await expect.poll(() => askedFor('consoles.close')).toEqual([{ tracker: 1 }])
  core.become([consoleOf(2, 'Truck 02')])
  await expect.element(pane('Van 01')).not.toBeInTheDocument()
  await expect.element(pane('Truck 02')).toBeVisible()
})

test('A tracker is found by what is typed, and its console opens with the keyboard in its line', async () => {
  const core = opened([])
  answering({
    'lookup.trackersLike': ({ search }) => ({
      trackers: [{ id: 3, panelId: 10_103, label: 'Bus 03', deviceId: '356938035640003', clone: search === '' }],
    }),
    'consoles.open': () => {
      core.become([consoleOf(3, 'Bus 03')])
      return {}
    },
  })
  const chooser = page.getByRole('combobox', { name: 'Open the console of a tracker' })
  await chooser.fill('0003')
  await expect.element(page.getByRole('option', { name: /Bus 03.*356938035640003/ })).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('consoles.open')).toEqual([{ tracker: 3 }])
  await expect.element(line('Bus 03')).toHaveFocus()
  await expect.element(chooser).toHaveValue('')
})

test('Selected trackers lead to their consoles by key, and no more of them than fit side by side', async () => {
  const core = opened([], { at: '/trackers' })
  sheetsHold({ trackers })
  answering({
    'consoles.open': ({ tracker }) => {
      core.become([consoleOf(1, 'Van 01'), consoleOf(2, 'Truck 02')].slice(0, tracker))
      return {}
    },
  })
  await page.getByText('Van 01').first().click()
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}')
  const actions = page.getByRole('button', { name: /^Actions/ })
  await actions.click()
  await page.getByRole('menuitem', { name: 'Open console' }).click()
  await expect.element(page.getByText(/^At most 4 consoles fit/)).toBeVisible()
  expect(core.where()).toBe('/trackers')
  await page.getByText('Van 01').first().click()
  await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}')
  ;(actions.element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('menuitem', { name: 'Open console' })).toBeVisible()
  await userEvent.keyboard('op')
  await expect.element(page.getByRole('menuitem', { name: 'Open console' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(core.where).toBe('/console')
  await expect.poll(() => askedFor('consoles.open')).toEqual([{ tracker: 1 }, { tracker: 2 }])
  await expect.element(line('Truck 02')).toHaveFocus()
  await expect.element(pane('Van 01')).toBeVisible()
})

test('Where the consoles are is entered, and without encryption only once the host has been typed', async () => {
  const waiting = {
    ...consoleOf(1, 'Van 01'),
    state: { state: 'stopped', problem: { code: 'console-address-needed' } },
  } as const
  opened([waiting], { place: { usual: null, own: null } })
  await pane('Van 01').getByRole('button', { name: 'Address of the consoles' }).click()
  const field = page.getByRole('textbox', { name: 'Address' })
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Enter the address of the consoles.')).toBeVisible()
  answering({
    'consoles.place': ({ plainConfirmed }) => {
      if (!plainConfirmed) refusing({ code: 'plain-ws', values: { host: 'c.example:8383' } })()
      return {}
    },
  })
  await field.fill('ws://c.example:8383/')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Connect without encryption' })).toBeDisabled()
  await userEvent.keyboard('c.example:8383{Enter}')
  await expect
    .poll(() => askedFor('consoles.place').at(-1))
    .toEqual({ own: 'ws://c.example:8383/', plainConfirmed: true })
  await expect.element(field).not.toBeInTheDocument()
})

test('Who may not change trackers finds no way to the page, and on it the permission that is missing', async () => {
  opened([], { may: { trackers: ['read'] } })
  await expect.element(page.getByRole('main').getByText(/^Needs “trackers: update”, which/)).toBeVisible()
  await expect.element(page.getByRole('link', { name: 'Console' })).toHaveAttribute('aria-disabled', 'true')
  expect(askedFor('consoles.open')).toEqual([])
})

test('Where the core broke down, the consoles that were open are opened anew, and nothing is sent again', async () => {
  opened([said(consoleOf(1, 'Van 01'), now)])
  await line('Van 01').fill('getver')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('consoles.send')).toHaveLength(1)
  end('restarted')
  // Windows of the tests before hear of it, too.
  await expect.poll(() => askedFor('consoles.open')).toContainEqual({ tracker: 1 })
  await expect.element(log('Van 01').getByText('> getver')).toBeVisible()
  expect(askedFor('consoles.send')).toHaveLength(1)
})

test('A label and texts in another writing are in their own direction, and long ones wrap', async () => {
  const long = 'שם ארוך מאוד של מעקב '.repeat(12).trim()
  const read = said(consoleOf(1, long), now)
  const endless = 'x'.repeat(600)
  opened([
    { ...read, lines: [output(1, endless), output(2, long)], values: [{ name: long, value: endless, changedAt: now }] },
  ])
  await expect.element(pane(long).getByRole('heading', { name: long })).toHaveAttribute('dir', 'auto')
  for (const part of [log(long), pane(long)]) {
    await expect.element(part).toBeVisible()
    expect(part.element().scrollWidth).toBeLessThanOrEqual(part.element().clientWidth)
  }
})
