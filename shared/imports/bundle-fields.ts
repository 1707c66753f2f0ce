import { laneOfRow } from '../entities/entity.ts'
import type { ImportField } from './import-kind.ts'

/** Headings of columns that say which equipment a device is. */
export const equipmentHeadings = [
  'equipment',
  'equipment id',
  'equip id',
  'equipment code',
  'model',
  'model code',
  'device model',
  'device type',
  'hardware',
  'оборудование',
  'модель',
  'тип устройства',
  'modelo',
  'modèle',
  'equipo',
]

/** The bundle that a row is about: by its IMEI, as the device shows it, or by its id, as the panel's list does. */
export const bundleField = {
  type: 'bundle',
  required: true,
  example: '356938035643809',
  constant: false,
  headings: [
    'bundle',
    'bundle id',
    'imei',
    'imei number',
    'imei code',
    'device imei',
    'device id',
    'serial',
    'имей',
    'номер imei',
    'комплект',
    'id комплекта',
  ],
  naming: {
    id: ['bundle id', 'id комплекта'],
    name: ['imei', 'imei number', 'imei code', 'device imei', 'serial', 'имей', 'номер imei'],
  },
} as const satisfies ImportField

/** The lane of the bundle that an edit is about. */
export const laneOfBundle = ({ row }: { readonly row: number }): string => laneOfRow({ entity: 'bundle', id: row })
