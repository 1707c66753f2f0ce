import { equipment, hardwareName } from '../hardware.ts'
import { noParameters } from '../listing.ts'
import { method } from './method.ts'

/** `equipment/list`: the sorts of device that a bundle can be of. (panel-api.md, section 5.1) */
export const equipmentList = method({
  needs: { category: 'tracker_bundles', operation: 'read' },
  parameters: noParameters,
  answer: () => ({
    list: equipment.map((device) => ({
      equip_id: device.equipId,
      model_name: hardwareName(device),
      model_code: device.code,
      vendor: device.vendor,
      name: device.model,
    })),
    count: equipment.length,
  }),
})
