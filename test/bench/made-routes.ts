/** So many stops has each route that a bench makes. */
export const stopsOfRoute = 20

const kinds = ['Delivery', 'Pick-up', 'Dock', 'Warehouse', 'Inspection', 'Возврат', 'Abholung']
const streets = ['Harbour Road', 'Lindenstraße', 'Calle Mayor', 'улица Мира', 'Station Street', 'Rue du Moulin']

const of = <Item>(list: readonly Item[], index: number): Item => list[index % list.length]!

/** Days on which nobody has another route than those that a bench makes: some weeks after a moment. */
export function daysAfter(now: number): { from: string; to: string } {
  const day = 24 * 3_600_000
  const [from = '', to = ''] = [60, 66].map((days) => new Date(now + days * day).toISOString().slice(0, 10))
  return { from, to }
}

/** What makes the route of a number on the first of these days, as `task/route/create` takes it. */
export function routeToMake(index: number, { from }: { readonly from: string }): object {
  const checkpoints = Array.from({ length: stopsOfRoute }, (_, place) => {
    const number = index * stopsOfRoute + place
    const time = (minutes: number) =>
      `${from} ${[Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')}:00`
    const begins = 420 + place * 30 + (index % 30)
    return {
      label: `${of(kinds, number)} ${(number * 7919) % 10_007}`,
      ...(number % 3 > 0 ? { external_id: `T-${(number * 6271) % 100_003}` } : {}),
      description: number % 4 === 0 ? 'Ring twice, the yard is behind the house' : '',
      location: {
        lat: 52.5 + (number % 1000) / 5000,
        lng: 13.4 + (number % 777) / 4000,
        radius: 50 + (number % 5) * 25,
        address: `${of(streets, number * 5)} ${(number % 190) + 1}`,
      },
      ...{ from: time(begins), to: time(begins + 90), max_delay: number % 15 },
    }
  })
  return { route: { label: `Tour ${(index * 37) % 1009} ${of(streets, index)}`, description: '' }, checkpoints }
}
