import { newUserFields } from '../operations/user-create.ts'
import { passwordToken } from '../rules/password.ts'
import { hasField, lacksOf, registeredFields } from '../rules/user.ts'
import { textOf } from '../sheets/column-edit.ts'
import { importKind, type Finding } from './import-kind.ts'

/** A column of texts, known by these headings. */
const texts = (example: string, headings: readonly string[]) =>
  ({ type: 'plain', required: false, constant: false, example, headings }) as const

/** Fields that are taken as they are typed into the form of a new user. */
const plainFields = {
  middleName: texts('', ['middle name', 'second name', 'patronymic', 'отчество', 'segundo nombre']),
  phone: texts('442079460018', ['phone', 'phone number', 'mobile', 'номер телефона', 'телефон', 'teléfono']),
  // One edition of the panel's own heading begins with a Cyrillic letter.
  comment: texts('', ['comment', 'сomment', 'note', 'notes', 'комментарий', 'comentario', 'commentaire']),
  country: texts('', ['country', 'страна', 'país', 'pays']),
  region: texts('', ['region', 'state', 'province', 'регион', 'región', 'région']),
  city: texts('London', ['city', 'town', 'город', 'ciudad', 'ville']),
  street: texts('', ['street address', 'street', 'address', 'улица дом квартира', 'адрес', 'calle', 'rue']),
  postIndex: texts('', ['zip code', 'zip', 'postal code', 'postcode', 'post code', 'почтовый индекс', 'индекс']),
  legalName: texts('', ['legal name', 'company', 'company name', 'юридическое название', 'razón social']),
  tin: texts('', ['tax number', 'tin', 'tax id', 'vat number', 'инн']),
  iec: texts('', ['iec', 'кпп']),
  registeredCountry: texts('', ['registration country', 'registered country', 'страна регистрации']),
  registeredRegion: texts('', ['registration region', 'registered region', 'регион регистрации']),
  registeredCity: texts('', ['registration city', 'registered city', 'город регистрации']),
  registeredStreet: texts('', [
    ...['registration address', 'registered address', 'registered street address', 'улица дом регистрации'],
  ]),
  registeredIndex: texts('', [
    ...['registration zip code', 'registered zip code', 'registered postal code', 'почтовый индекс регистрации'],
  ]),
  locale: texts('', ['language', 'locale', 'язык', 'idioma', 'langue']),
  timeZone: texts('', ['time zone', 'timezone', 'часовой пояс', 'zona horaria']),
} as const
const plainNames = Object.keys(plainFields) as (keyof typeof plainFields)[]

/**
 * Users to make, by the headings of the panel's own file of users, or such as people write. Passwords are kept apart from
 * all else of a row: what is staged of one is a token. (panel-api.md, section 4.2, user/upload)
 */
export const usersImport = importKind({
  name: 'users',
  operation: 'user.create',
  fields: {
    login: {
      type: 'login',
      required: true,
      constant: false,
      example: 'anna@example.com',
      headings: ['email address', 'e mail address', 'email', 'login', 'user login', 'адрес электронной почты', 'логин'],
    },
    password: {
      type: 'password',
      required: true,
      constant: false,
      example: '',
      headings: ['password', 'пароль', 'contraseña', 'mot de passe', 'passwort', 'senha'],
    },
    lastName: {
      type: 'plain',
      required: true,
      constant: false,
      example: 'Smith',
      headings: ['surname', 'last name', 'family name', 'фамилия', 'apellido', 'nom'],
    },
    firstName: {
      type: 'plain',
      required: true,
      constant: false,
      example: 'Anna',
      headings: ['name', 'first name', 'given name', 'имя', 'nombre', 'prénom'],
    },
    legalType: {
      type: 'legal-type',
      required: false,
      constant: false,
      example: 'individual',
      headings: ['legal status', 'legal type', 'юридический статус'],
    },
    activated: {
      type: 'yes-no',
      required: false,
      constant: false,
      example: 'yes',
      headings: ['status', 'activated', 'active', 'статус'],
    },
    ...plainFields,
  },
  options: {},
  duplicates: [{ field: 'login', key: ({ login }) => login.text.toLowerCase() }],
  staged: { field: 'login', code: 'login-staged', lane: ({ login }) => `login:${login.toLowerCase()}` },
  subject: ({ login }) => login.text,
  judge({ login, legalType = 'individual', ...values }) {
    const findings: Finding[] = []
    const refuse = (field: string, problem: Finding['problem']) => findings.push({ field, problem, verdict: 'refused' })
    if (login.user) refuse('login', { code: 'login-taken', values: { value: login.text } })
    for (const field of ['firstName', 'lastName', ...plainNames] as const) {
      const text = values[field]
      if (text === undefined) continue
      const { read, check } = newUserFields[field]
      const broken = hasField(legalType, field) ? check(read(text)) : ({ code: 'not-of-legal-type' } as const)
      if (broken) refuse(field, broken)
    }
    const lacks = lacksOf(legalType, values)
    const wanted = ['country', 'region', 'city', 'street', 'postIndex', 'legalName'] as const
    if (lacks) refuse(wanted.find((field) => values[field] === undefined) ?? '', lacks)
    const open = registeredFields.filter((field) => values[field] === undefined)
    if (legalType !== 'individual' && open.length > 0 && open.length < registeredFields.length) {
      refuse(open[0] ?? '', { code: 'registered-part' })
    }
    return findings
  },
  params: ({ login, legalType = 'individual', activated, password: _password, ...values }) => {
    const said = (field: keyof typeof newUserFields & keyof typeof values) =>
      textOf(newUserFields[field].read(values[field] ?? ''))
    return {
      ...{ row: null, login: login.text, legalType, password: passwordToken(''), unresolved: {} },
      ...{ firstName: said('firstName'), lastName: said('lastName'), middleName: said('middleName') },
      ...{ phone: said('phone'), comment: said('comment'), legalName: said('legalName') },
      ...{ tin: said('tin'), iec: said('iec'), country: said('country'), region: said('region') },
      ...{ city: said('city'), street: said('street'), postIndex: said('postIndex') },
      ...{ registeredCountry: said('registeredCountry'), registeredRegion: said('registeredRegion') },
      ...{ registeredCity: said('registeredCity'), registeredStreet: said('registeredStreet') },
      ...{ registeredIndex: said('registeredIndex'), locale: said('locale'), timeZone: said('timeZone') },
      // What is so anyway is not said: a file of new users has no room for it.
      ...(activated === false && { activated }),
    }
  },
})
