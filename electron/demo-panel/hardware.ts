/** A sort of device: how trackers name it, and the equipment that bundles of it refer to. */
export interface Hardware {
  readonly equipId: number
  /** `source.model` of a tracker and `model_code` of equipment and bundles. */
  readonly code: string
  readonly vendor: string
  readonly model: string
  /** The first eight digits of its IMEIs; null for an app, which has none. */
  readonly imeiPrefix: string | null
  /** Whether it has no GSM module, so that no commands reach it. */
  readonly withoutGsm?: true
}

/** `model_name` of a tracker. */
export function hardwareName({ vendor, model }: Hardware): string {
  return `${vendor} ${model}`
}

/** Every sort of device that the panel knows, by rising equip_id. */
export const hardware: readonly Hardware[] = [
  { equipId: 13702, code: 'telfmb120', vendor: 'Teltonika', model: 'FMB120', imeiPrefix: '35209308' },
  { equipId: 13703, code: 'telfmb920', vendor: 'Teltonika', model: 'FMB920', imeiPrefix: '35201608' },
  { equipId: 13711, code: 'telfmb140', vendor: 'Teltonika', model: 'FMB140', imeiPrefix: '86478404' },
  { equipId: 13719, code: 'telfmc130', vendor: 'Teltonika', model: 'FMC130', imeiPrefix: '86010705' },
  { equipId: 13745, code: 'gv500', vendor: 'Queclink', model: 'GV500', imeiPrefix: '86454903' },
  { equipId: 13746, code: 'gl300', vendor: 'Queclink', model: 'GL300', imeiPrefix: '86106903', withoutGsm: true },
  { equipId: 13752, code: 'gv350m', vendor: 'Queclink', model: 'GV350M', imeiPrefix: '86803403' },
  { equipId: 13785, code: 'ruptelaeco4', vendor: 'Ruptela', model: 'FM-Eco4', imeiPrefix: '86689204' },
  { equipId: 13790, code: 'galileosky7', vendor: 'Galileosky', model: '7.0', imeiPrefix: '86120103' },
  { equipId: 13801, code: 'concoxgt06', vendor: 'Concox', model: 'GT06N', imeiPrefix: '35873907' },
  { equipId: 13802, code: 'concoxjm01', vendor: 'Concox', model: 'JM01', imeiPrefix: '35985709' },
  { equipId: 13824, code: 'suntechst4310', vendor: 'Suntech', model: 'ST4310', imeiPrefix: '86724304' },
  { equipId: 13837, code: 'meitrackt366', vendor: 'Meitrack', model: 'T366', imeiPrefix: '86635003' },
  { equipId: 13850, code: 'navixymobile_xgps', vendor: 'X-GPS', model: 'Tracker Android', imeiPrefix: null },
]

/** Those that have an IMEI, and so can be announced as bundles: what `equipment/list` lists. */
export const equipment = hardware.filter(({ imeiPrefix }) => imeiPrefix !== null)

/** A well-formed IMEI: the hardware's prefix, a serial number of up to six digits and the check digit. */
export function imeiOf({ imeiPrefix }: Hardware, serial: number): string {
  const body = `${imeiPrefix ?? '00000000'}${String(serial % 1_000_000).padStart(6, '0')}`
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[i])
    // Every second digit, counted from the check digit, weighs double. (Luhn)
    const weighed = i % 2 === 1 ? digit * 2 : digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return `${body}${(10 - (sum % 10)) % 10}`
}
