import { doubtImei } from '../rules/imei.ts'
import { equipmentHeadings } from './bundle-fields.ts'
import { importKind, type Finding } from './import-kind.ts'

/** Devices to announce by their IMEIs. The panel refuses one that it has. (panel-api.md, section 5.1) */
export const bundlesImport = importKind({
  name: 'bundles',
  operation: 'bundle.import',
  fields: {
    imei: {
      type: 'imei',
      required: true,
      example: '356938035643809',
      constant: false,
      headings: ['imei', 'imei number', 'imei code', 'device imei', 'device id', 'serial', 'имей', 'номер imei'],
    },
    equipment: {
      type: 'equipment',
      required: true,
      example: 'telfmb120',
      constant: true,
      headings: equipmentHeadings,
    },
    factoryPreset: {
      type: 'yes-no',
      required: true,
      example: 'no',
      constant: true,
      usual: 'no',
      headings: [
        'factory preset',
        'preset',
        'preconfigured',
        'factory configured',
        'factory settings',
        'заводские настройки',
        'преднастроен',
        'настроен',
        'preconfigurado',
        'préconfiguré',
      ],
    },
  },
  options: {},
  duplicates: [{ field: 'imei', key: ({ imei }) => imei }],
  staged: { field: 'imei', code: 'bundle-staged', lane: ({ imei }) => `imei:${imei}` },
  subject: ({ imei }) => imei,
  judge({ imei }, facts) {
    const findings: Finding[] = []
    if (facts.hasBundle(imei)) {
      findings.push({ field: 'imei', problem: { code: 'bundle-exists', values: { value: imei } }, verdict: 'refused' })
    }
    const doubt = doubtImei(imei)
    if (doubt) findings.push({ field: 'imei', problem: doubt, verdict: 'doubt' })
    return findings
  },
  params: ({ imei, equipment, factoryPreset }) => ({
    ...{ row: null, imei, equipment: equipment.id, factoryPreset },
    unresolved: {},
  }),
})
