import { action, ask } from '../../shared/actions/action.ts'
import { addAction } from '../../shared/actions/catalogue.ts'

// No menu of the program sets the equipment of bundles: it is a cell. So here is an action that does, declared as each of
// the program's is, and in no other place: whatever treats all actions alike has to offer, ask, send and stage it.

/** Sets the equipment of bundles. */
export const setEquipment = action({
  kind: 'bundle.setEquipment',
  asks: { equipment: ask.one('equipment') },
  says: ['means'],
})

/** Its texts. */
export const setEquipmentTexts = {
  actions: {
    bundle: {
      setEquipment: {
        entry: 'Set equipment…',
        title: 'Set the equipment of {n} bundle | Set the equipment of {n} bundles',
        asks: { equipment: 'New equipment' },
        says: { means: 'The panel keeps it with the bundle.' },
        confirm: 'Stage for {n} bundle | Stage for {n} bundles',
        done: '{n} change of equipment staged | {n} changes of equipment staged',
        passedOver: '{n} bundle passed over | {n} bundles passed over',
      },
    },
  },
}

addAction(setEquipment)
