import { type Colours, colours, themeNames } from './colours.ts'

/** What does not change with the theme. */
const fixed = {
  '--radius': '6px',
  '--mono': "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', 'DejaVu Sans Mono', Consolas, monospace",
  '--sans': "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
}

function variablesOf({ signs, ...plain }: Colours): [string, string][] {
  return [
    ...Object.entries(plain).map(([name, value]): [string, string] => [
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]),
    ...Object.entries(signs).flatMap(([sign, { fill, mark }]): [string, string][] => [
      [`--${sign}-fill`, fill],
      [`--${sign}-mark`, mark],
    ]),
  ]
}

function rule(selector: string, variables: [string, string][]): string {
  return `${selector}{${variables.map(([name, value]) => `${name}:${value}`).join(';')}}`
}

/** The table of colours as CSS custom properties: `--accent-text`, `--staged-fill`, … under `:root[data-theme]`. */
export function themeStyles(): string {
  return [
    rule(':root', Object.entries(fixed)),
    ...themeNames.map((name) =>
      rule(`:root[data-theme='${name}']`, [['color-scheme', name], ...variablesOf(colours[name])]),
    ),
  ].join('\n')
}

/** Makes the variables known to the page. To be called once, before anything is drawn. */
export function installThemeStyles(): void {
  const sheet = document.createElement('style')
  sheet.textContent = themeStyles()
  document.head.append(sheet)
}
