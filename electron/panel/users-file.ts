import type { PanelFile } from './file-form.ts'

// The file from which the panel makes users. What its columns are called depends on the dealer's language, and the vendor
// tells two: whoever has another one gets the English ones. (panel-api.md, section 4.2; the vendor's page of user/upload)

/** The columns by what `user/create` calls the same, the password and what it counts legal types by. */
const headings = [
  ['login', 'Email address*', 'Адрес электронной почты*'],
  ['password', 'Password*', 'Пароль*'],
  ['activated', 'Status*', 'Статус*'],
  ['legal_type', 'Legal status*', 'Юридический статус*'],
  ['last_name', 'Surname*', 'Фамилия*'],
  ['first_name', 'Name*', 'Имя*'],
  ['middle_name', 'Middle name', 'Отчество'],
  ['phone', 'Phone number', 'Номер телефона'],
  ['comment', 'Comment', 'Комментарий'],
  ['post_country', 'Country', 'Страна'],
  ['post_region', 'Region', 'Регион'],
  ['post_city', 'City', 'Город'],
  ['post_street_address', 'Street, address', 'Улица, дом, квартира'],
  ['post_index', 'Zip code', 'Почтовый индекс'],
  ['legal_name', 'Legal name', 'Юридическое название'],
  ['tin', 'Tax number', 'ИНН'],
  ['iec', 'IEC', 'КПП'],
  ['registered_country', 'Registration country', 'Страна регистрации'],
  ['registered_region', 'Registration region', 'Регион регистрации'],
  ['registered_city', 'Registration city', 'Город регистрации'],
  ['registered_street_address', 'Registration address', 'Улица, дом регистрации'],
  ['registered_index', 'Registration zip code', 'Почтовый индекс регистрации'],
] as const

/** Legal types by what the file calls them. */
const legalStatus: Readonly<Record<string, string>> = { individual: '1', legal_entity: '2', sole_trader: '3' }
/** Undocumented: what the status of somebody who may sign in is called. */
const activeStatus = '1'

/** Lines before that of the first user. */
const headerLines = 1

/** The file of these users, each as the form by which one is made, with `password` and `comment`. No cell of it needs quotes. */
export function usersFile(users: readonly Readonly<Record<string, unknown>>[], locale: string): PanelFile {
  const heading = headings.map(([, english, russian]) => (locale.startsWith('ru') ? russian : english))
  const rows = users.map((user) => headings.map(([name]) => cell(name, user[name])))
  const text = [heading, ...rows].map((cells) => `${cells.join(';')}\n`).join('')
  return { name: 'users.csv', type: 'text/csv; charset=utf-8', text }
}

function cell(name: string, value: unknown): string {
  if (name === 'activated') return activeStatus
  const text = typeof value === 'string' ? value : ''
  return name === 'legal_type' ? (legalStatus[text] ?? text) : text
}

/** Which of the users of a file a line of it is about, from 0; negative for its heading. */
export const userAtLine = (line: number): number => line - headerLines - 1
