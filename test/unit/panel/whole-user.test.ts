import fc from 'fast-check'
import { expect, test } from 'vitest'
import { panelNames, panelUserOf, wholeUserBody, type UserChanges } from '../../../electron/panel/whole-user.ts'

const worked = ['balance', 'bonus', 'trackers_count', 'creation_date', 'dealer_id', 'verified', 'phone_verified']
const written = [...Object.values(panelNames), 'comment', 'mfa_allowed', 'dealer_mfa_settings', ...worked]
const texts = fc.string({ maxLength: 12 })
/** A field that this program knows nothing of. */
const unknown = fc
  .tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }))
  .filter(
    ([name, value]) => value !== null && !written.includes(name) && !['id', 'legal_type', '__proto__'].includes(name),
  )
const answers = fc.record({
  value: fc
    .tuple(
      fc.record({
        id: fc.integer({ min: 1 }),
        legal_type: fc.constantFrom('individual', 'sole_trader', 'legal_entity'),
        login: fc.constant('anna@example.com'),
        activated: fc.boolean(),
      }),
      fc.record(
        Object.fromEntries(
          [...Object.values(panelNames), 'comment', 'tin', 'iec', 'registered_city', 'okpo_code']
            .filter((name) => name !== 'activated' && name !== 'login')
            .map((name) => [name, texts]),
        ),
        { requiredKeys: [] },
      ),
      fc.record(Object.fromEntries(worked.map((name) => [name, fc.integer()]))),
      fc.array(unknown, { maxLength: 4 }),
    )
    .map(([always, some, own, others]) => ({ ...Object.fromEntries(others), ...own, ...some, ...always })),
  discount: fc.option(fc.record({ value: fc.integer(), more: texts }), { nil: null }),
  default_tariff_id: fc.option(fc.integer({ min: 1 }), { nil: null }),
  dealer_mfa_settings: fc.option(fc.record({ type: texts }), { nil: null }),
})
const changes: fc.Arbitrary<NonNullable<UserChanges['fields']>> = fc.record(
  Object.fromEntries([...Object.keys(panelNames), 'comment'].map((field) => [field, texts])),
  { requiredKeys: [] },
)

test('whatever a user holds, and whatever is set of it, all else goes back as it was read', () => {
  fc.assert(
    fc.property(answers, changes, (answer, fields) => {
      const { user, comment, ...beside } = wholeUserBody(panelUserOf(answer)!.whole, { fields })
      const set = new Map(Object.entries(fields).map(([field, to]) => [panelNames[field as 'login'], to]))
      const sent = user as Record<string, unknown>
      for (const [name, value] of Object.entries(answer.value)) {
        if (worked.includes(name)) expect(sent, name).not.toHaveProperty([name])
        else if (name !== 'comment') expect(sent[name] ?? '', name).toEqual(set.get(name as 'login') ?? value)
      }
      expect(comment).toBe(fields.comment ?? (answer.value as Record<string, unknown>)['comment'] ?? '')
      expect(sent['dealer_mfa_settings'] ?? null).toEqual(answer.dealer_mfa_settings)
      expect({ discount: null, default_tariff_id: null, ...beside }).toEqual({
        discount: answer.discount,
        default_tariff_id: answer.default_tariff_id,
      })
    }),
  )
})
