import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

// Whatever takes input is tested by itself in a browser: a test there imports it, or uses the whole that it is part of.

const project = resolve(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(project, path), 'utf8')
const under = (folder: string, ending: string): string[] =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))

const components = under('renderer', '.vue')
const tests = under('test/component', '.ts')

/** The components that a file imports. */
function importedBy(path: string): string[] {
  return [...read(path).matchAll(/from '(\.[^']*\.vue)'/g)].map(([, to]) => join(dirname(path), to ?? ''))
}

/** A control that a person types into, chooses from or presses. */
const control = /<(input|textarea|select|button|NInput|NButton|NCheckbox)\b/
const templateOf = (path: string): string => read(path).match(/<template>[^]*<\/template>/)?.[0] ?? ''

/** Those with a control of their own, or with one of what all pages share. */
function takingInput(): string[] {
  const taking = new Set(components.filter((path) => control.test(templateOf(path))))
  const isShared = (path: string): boolean => dirname(path) === join('renderer', 'components')
  for (let before = 0; before < taking.size;) {
    before = taking.size
    for (const path of components)
      if (importedBy(path).some((part) => isShared(part) && taking.has(part))) taking.add(path)
  }
  return [...taking]
}

/** A component by its folder and name, which say enough. */
const called = (path: string): string => join(basename(dirname(path)), basename(path, '.vue'))

/** Parts that are typed and pressed in their whole: which test does that. */
const inTheirWhole: Readonly<Record<string, string>> = {
  'components/FormDialog': 'looking',
  'components/SearchChooser': 'choosers',
  'components/IconButton': 'looking',
  'components/HelpMenu': 'settings',
  'components/DemoFiles': 'imports',
  'components/DemoTour': 'settings',
  'components/MenuButton': 'actions',
  'components/PageFrame': 'outbox',
  'components/CommandPalette': 'palette',
  'components/PaletteDialog': 'palette',
  'components/NavigationPane': 'outbox',
  'components/OffButton': 'reports',
  'components/PermittedPage': 'reports',
  'components/SidePanel': 'sheet-parts',
  'components/TrackerChooser': 'consoles',
  'console/CommandLine': 'consoles',
  'console/ConsoleHead': 'consoles',
  'console/ConsoleLog': 'consoles',
  'console/ConsolePage': 'consoles',
  'console/PlaceDialog': 'consoles',
  'connection/ConnectionPage': 'pages',
  'connection/PanelCard': 'panels',
  'connection/PanelPlaceField': 'connection',
  'changes/ChangesFilters': 'changes',
  'changes/ChangesPage': 'changes',
  'changes/ChangesTable': 'changes',
  'changes/PutBackBar': 'changes',
  'changing/ChangeForm': 'changing',
  'forms/CheckForm': 'actions',
  'forms/ChoiceForm': 'row-actions',
  'forms/CommandForm': 'actions',
  'forms/ConfirmationForm': 'actions',
  'forms/ListForm': 'new-user',
  'forms/PasswordForm': 'new-user',
  'forms/ReferenceForm': 'actions',
  'forms/TextForm': 'actions',
  'forms/TrackersForm': 'actions',
  'forms/UsersForm': 'route-actions',
  'fleet/FigureTable': 'fleet',
  'fleet/FleetPage': 'fleet',
  'history/AttemptsTable': 'history',
  'history/HistoryPage': 'history',
  'imports/CheckGroups': 'imports',
  'imports/CheckedRows': 'imports',
  'imports/ConstantBox': 'imports',
  'imports/DropZone': 'imports',
  'imports/FieldSourceBox': 'imports',
  'imports/FileStep': 'imports',
  'imports/LongReading': 'imports',
  'imports/MappingStep': 'imports',
  'imports/RowPanel': 'imports',
  'imports/RowsTable': 'imports',
  'imports/StageBar': 'imports',
  'imports/WantedColumns': 'imports',
  'looking/Chip': 'look-bar',
  'looking/RowsToShow': 'look-bar',
  'details/RowFields': 'sheet-parts',
  'looking/ValueList': 'looking',
  'operations/RemedyButtons': 'remedies',
  'operations/RemedyOffers': 'remedies',
  'outbox/ChangeSetList': 'outbox',
  'outbox/OperationsTable': 'outbox',
  'outbox/OutboxPage': 'outbox',
  'outbox/RemediedBar': 'remedies',
  'outbox/SetHeader': 'outbox',
  'outbox/SetWordsDialog': 'outbox',
  'page/SheetAsLeft': 'sheet',
  'settings/PullEvery': 'pull-every',
  'page/SheetPage': 'sheet',
  'reports/ActiveTrackers': 'reports',
  'reports/ChangesPanel': 'reports',
  'reports/MonthsTable': 'reports',
  'reports/OwnersTable': 'reports',
  'reports/ReportsPage': 'reports',
  'status-line/WholeValue': 'habits',
  'routes/RouteUsers': 'routes',
  'routes/RoutesEmpty': 'routes',
  'routes/RoutesPage': 'routes',
  'routes/RoutesPane': 'routes',
}

test('Whatever takes input has a test of its own in a browser', () => {
  const imported = new Set(tests.flatMap(importedBy))
  const without = takingInput().filter((path) => !imported.has(path))
  const what = 'Give what is new here a test in test/component, or name above the test of the whole that it is part of'
  expect(without.map(called).sort(), what).toEqual(Object.keys(inTheirWhole).sort())
  const names = new Set(tests.map((path) => basename(path, '.test.ts')))
  for (const name of new Set(Object.values(inTheirWhole))) expect(names).toContain(name)
})
