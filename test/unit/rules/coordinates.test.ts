import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCoordinates, coordinatesIn, coordinatesText, readCoordinates } from '../../../shared/rules/coordinates.ts'

test.each([
  ['52.520008, 13.404954', '52.520008, 13.404954'],
  ['52.520008 13.404954', '52.520008, 13.404954'],
  ['52.520008\t13.404954', '52.520008, 13.404954'],
  ['52,520008; 13,404954', '52.520008, 13.404954'],
  ['52,520008, 13,404954', '52.520008, 13.404954'],
  ['-33.8688, 151.2093', '-33.8688, 151.2093'],
  ['−33,8688 151,2093', '-33.8688, 151.2093'],
  ['52° 31′ 12.0288″ N, 13° 24′ 17.8344″ E', '52.520008, 13.404954'],
  [`52°31'12"N 13°24'18"E`, '52.52, 13.405'],
  ['N 52° 31.2′ E 13° 24.3′', '52.52, 13.405'],
  [`33°52'7.7"S 151°12'33.5"E`, '-33.8688056, 151.2093056'],
  ['52.52 N, 13.405 W', '52.52, -13.405'],
  ['S 33,8688; E 151,2093', '-33.8688, 151.2093'],
  ['geo:52.52,13.405?z=15', '52.52, 13.405'],
  ['https://www.google.com/maps/@52.52,13.405,15z', '52.52, 13.405'],
  [
    'https://www.google.com/maps/place/Berlin/@52.5,13.4,12z/data=!3m1!4b1!4m6!3m5!8m2!3d52.520008!4d13.404954!16z',
    '52.520008, 13.404954',
  ],
  ['https://maps.google.com/?q=52.52,13.405', '52.52, 13.405'],
  ['https://www.google.com/maps/search/?api=1&query=52.52%2C13.405', '52.52, 13.405'],
  ['https://www.openstreetmap.org/#map=15/52.52/13.405', '52.52, 13.405'],
  ['https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=12/52.5/13.4', '52.52, 13.405'],
  ['https://maps.apple.com/?ll=52.52,13.405&q=Berlin', '52.52, 13.405'],
  ['https://www.bing.com/maps?cp=52.52~13.405&lvl=11', '52.52, 13.405'],
  ['https://yandex.ru/maps/213/moscow/?ll=37.617700%2C55.755863&z=12', '55.755863, 37.6177'],
  ['https://2gis.ru/moscow?m=37.617700%2C55.755863%2F11', '55.755863, 37.6177'],
  ['https://wego.here.com/?map=52.52,13.405,15,normal', '52.52, 13.405'],
])('%s', (text, read) => {
  expect(readCoordinates(text)).toBe(read)
  expect(checkCoordinates(text)).toBeNull()
})

test.each([
  ['Alexanderplatz 1, Berlin', 'coordinates-unreadable'],
  ['', 'coordinates-unreadable'],
  ['52.5', 'coordinates-unreadable'],
  ['52,5', 'coordinates-unreadable'],
  ['13,404', 'coordinates-unreadable'],
  ['52.5, 13.4, 7', 'coordinates-unreadable'],
  ['151.2093, -33.8688', 'coordinates-swapped'],
  ['95, 200', 'coordinates-range'],
  ['-120, 190', 'coordinates-range'],
])('%s is no place, and stays as it was typed', (text, code) => {
  expect(checkCoordinates(text)).toMatchObject({ code })
  expect(readCoordinates(text)).toBe(text)
})

test('whatever place there is reads back as itself', () => {
  const degrees = (most: number) =>
    fc.double({ min: -most, max: most, noNaN: true }).map((value) => Number(value.toFixed(7)))
  fc.assert(
    fc.property(degrees(90), degrees(180), (lat, lng) => {
      const text = coordinatesText({ lat, lng })
      expect(readCoordinates(text)).toBe(text)
      expect(coordinatesIn(text)).toEqual({ lat: lat + 0, lng: lng + 0 })
    }),
  )
})
