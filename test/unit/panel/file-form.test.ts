import { expect, test } from 'vitest'
import { parametersOf } from '../../../electron/demo-panel/request.ts'
import { fileForm } from '../../../electron/panel/file-form.ts'
import { userAtLine, usersFile } from '../../../electron/panel/users-file.ts'

const read = (text: string) => {
  const { contentType, body } = fileForm({ name: 'users.csv', type: 'text/csv; charset=utf-8', text })
  return parametersOf({ method: 'POST', path: '', headers: { 'content-type': contentType }, body })
}

test.each(['', 'plain', 'a\nb\r\n\r\nc', 'Mödling –', '--fleetbook-1\r\n--fleetbook-1--', '\r\n'])(
  'a file arrives as it is, whatever stands in it: %j',
  (text) => {
    expect(read(text)).toEqual({ file: { name: 'users.csv', text } })
  },
)

test('what is no form is refused', () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  expect(() => parametersOf({ method: 'POST', path: '', headers, body: 'no form' })).toThrow('Wrong request format')
})

test('the file of users is headed in the dealer’s language, where the vendor tells it, and its lines lead back to them', () => {
  const user = { login: 'a@example.com', legal_type: 'sole_trader', first_name: 'Ada', password: 'secret' }
  const [english, line] = usersFile([user], 'de_DE').text.split('\n')
  expect(english).toMatch(/^Email address\*;Password\*;Status\*;Legal status\*;Surname\*;Name\*;/)
  expect(line).toMatch(/^a@example\.com;secret;1;3;;Ada;/)
  expect(line!.split(';')).toHaveLength(english!.split(';').length)
  const [russian] = usersFile([user], 'ru_RU').text.split('\n')
  expect(russian).toMatch(/^Адрес электронной почты\*;Пароль\*;/)
  expect([1, 2, 3].map(userAtLine)).toEqual([-1, 0, 1])
})
