import { dice } from '../dice.ts'
import type { SourceRecord } from '../records.ts'

/** What a device reports of itself at a moment, as the panel's console shows it. (panel-tracker.md, console/connect) */
export function reportOf(device: SourceRecord, now: number): [name: string, value: string][] {
  // The same device at the same second says the same.
  const second = Math.floor(now / 1000)
  const roll = dice(device.id * 1009 + second)
  const steady = dice(device.id)
  const minute = Math.floor(second / 60)
  // It drives two minutes of three.
  const moving = minute % 3 !== 2
  const heading = (device.id * 37 + Math.floor(second / 7) * 11) % 360
  const driven = second % 86_400
  return [
    ['Time', new Date(second * 1000).toISOString()],
    ['Location valid', 'yes'],
    ['Latitude', (48 + steady.next() * 4 + Math.sin(second / 900) / 20).toFixed(7)],
    ['Longitude', (9 + steady.next() * 6 + Math.cos(second / 900) / 20).toFixed(7)],
    ['Speed', moving ? String(40 + Math.floor(roll.next() * 30)) : '0'],
    ['Heading', String(heading)],
    ['Moving', String(moving)],
    ['Satellites', String(8 + Math.floor(roll.next() * 5))],
    ['Hardware mileage', (2_000 + (device.id % 9_000) + driven / 80).toFixed(2)],
    ['board_voltage', (moving ? 13.6 + roll.next() / 2 : 12.4).toFixed(3)],
    ['GSM Level', String(11 + Math.floor(steady.next() * 10))],
    ['GSM Operator code', '26202'],
    ['Battery level', '4.012'],
  ]
}

/** What a device says to a command: undocumented, and made up after what devices of the trade say. */
export function replyTo(device: SourceRecord, command: string, now: number): string {
  const [word = '', argument = ''] = command.trim().toLowerCase().split(/\s+/)
  switch (word) {
    case 'getver':
      return `Ver:03.27.07_00 GPS:AXN_5.1.9 Hw:${device.hardware.model} Mod:11 IMEI:${device.deviceId}`
    case 'getinfo':
      return `INI:2026/11/2 6:12 RTC:${new Date(now).toISOString()} RST:1 ERR:0 SR:14 BR:0 CF:0 FG:0 FL:0 UT:0 UTN:0`
    case 'getgps': {
      const report = new Map(reportOf(device, now))
      return `GPS:1 Sat:${report.get('Satellites')} Lat:${report.get('Latitude')} Long:${report.get('Longitude')} Speed:${report.get('Speed')}`
    }
    case 'getparam':
      return /^\d{1,5}$/.test(argument)
        ? `Param ID:${argument} Val:${(Number(argument) * 7 + device.id) % 100}`
        : 'WARNING: no param ID'
    case 'cpureset':
      return 'CPU reset'
    default:
      return 'WARNING: Not recognized command'
  }
}
