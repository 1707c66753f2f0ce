import type { Tariff } from '../../shared/model/tariff.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { User } from '../../shared/model/user.ts'

/** A tracker with nothing in its fields but what is said. */
export function trackerWith(fields: Partial<Tracker> & { readonly id: number }): Tracker {
  return {
    panelId: fields.id,
    label: '',
    comment: '',
    hidden: false,
    clone: false,
    userId: 0,
    dealerId: 0,
    groupId: 0,
    ownerName: '',
    modelName: '',
    created: '',
    lastConnection: '',
    sourceId: fields.id,
    deviceId: '',
    model: '',
    blocked: false,
    corrupted: false,
    tariffId: 0,
    sourceCreated: '',
    tariffEnd: '',
    connection: '',
    phone: '',
    ...fields,
  }
}

/** A user with nothing but a login and what is said. */
export function userWith(fields: Partial<User> & { readonly id: number; readonly login: string }): User {
  return {
    panelId: fields.id,
    password: '',
    dealerId: 0,
    firstName: '',
    middleName: '',
    lastName: '',
    legalType: '',
    legalName: '',
    tin: '',
    iec: '',
    phone: '',
    country: '',
    region: '',
    city: '',
    street: '',
    postIndex: '',
    activated: true,
    verified: true,
    balance: 0,
    bonus: 0,
    trackersCount: 0,
    created: '',
    comment: '',
    ...fields,
  }
}

/** A plan of this name. */
export function tariffWith(id: number, name: string): Tariff {
  return {
    id,
    name,
    type: 'monthly',
    price: 1,
    proportional: false,
    deviceType: 'tracker',
    deviceLimit: 0,
    active: true,
  }
}
