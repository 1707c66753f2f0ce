import type { TextFile } from '../contract/text-file.ts'
import { byteOrderMark, csvLines } from './csv-text.ts'
import type { ImportName } from './catalogue.ts'

/** Files to try on the demo panel, by what they are imported as. */
export const demoFileNames = ['bundles', 'users', 'routes'] as const satisfies readonly ImportName[]
export type DemoFileName = (typeof demoFileNames)[number]

/** A user whom the demo panel has, whatever its size. */
const demoOwner = 'fleet.1@example.com'

const devices = [
  ['356938039901005', 'telfmb120'],
  ['356938039901070', 'telfmb120'],
  ['356938039901146', 'telfmb920'],
  ['356938039901211', 'telfmb920'],
  ['356938039901286', 'gv500'],
  ['356938039901351', 'gv500'],
  // Too short: one sees what becomes of a row that is wrong.
  ['35693803990142', 'gv500'],
  // Another check digit than it should have: that is a doubt, and no rule of the panel.
  ['356938039901493', 'telfmb120'],
  ['356938039901567', 'telfmb120'],
  ['356938039901633', 'telfmb140'],
] as const

const accounts = [
  ['north@depot.example', 'North', 'Depot', 'Opens in spring'],
  ['south@depot.example', 'South', 'Depot', ''],
  ['night@depot.example', 'Night shift', 'Depot', 'Calls after 22:00 only'],
  ['workshop@depot.example', 'Workshop', 'Depot', ''],
  ['spare@depot.example', 'Spare vehicles', 'Depot', ''],
] as const

const tours = [
  ['North', 'Warehouse', '51.5246, -0.1340', '08:00', '08:30'],
  ['North', 'Camden', '51.5390, -0.1426', '09:00', '10:00'],
  ['North', 'Highgate', '51.5717, -0.1508', '10:30', '11:30'],
  ['South', 'Warehouse', '51.5246, -0.1340', '08:00', '08:30'],
  ['South', 'Brixton', '51.4613, -0.1156', '09:00', '10:00'],
  ['South', 'Dulwich', '51.4494, -0.0849', '10:30', '11:30'],
] as const

function linesOf(name: DemoFileName, day: string): readonly (readonly string[])[] {
  switch (name) {
    case 'bundles':
      return [['IMEI', 'Equipment', 'Factory preset'], ...devices.map((device) => [...device, 'no'])]
    case 'users':
      return [
        ['Email', 'Password', 'Last name', 'First name', 'Comment'],
        ...accounts.map(([login, ...rest], at) => [login, `Try-it-out-${String(at + 1)}!`, ...rest]),
      ]
    case 'routes':
      return [
        ['User', 'Route', 'Label', 'Coordinates', 'From', 'To'],
        ...tours.map(([route, label, place, from, to]) => [
          ...[demoOwner, route, label, place, `${day} ${from}`, `${day} ${to}`],
        ]),
      ]
  }
}

/** A file to try on the demo panel. Routes are for a day, `yyyy-MM-dd`, by the clock of their user. */
export function demoFile(name: DemoFileName, day: string): TextFile {
  return { name: `demo-${name}.csv`, text: byteOrderMark + csvLines(linesOf(name, day), ',') }
}
