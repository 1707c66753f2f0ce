/** Something that Fleetbook is made with: whose it is, and under which licence it is given. */
export interface Component {
  readonly name: string
  readonly copyright: string
  readonly licence: 'MIT'
}

/** What is part of the installed program, as the licences ask to be told. */
export const components: readonly Component[] = [
  { name: 'RevoGrid', copyright: 'Copyright (c) 2024 Revolist OU', licence: 'MIT' },
  { name: 'Electron', copyright: 'Copyright (c) Electron contributors; 2013-2020 GitHub Inc.', licence: 'MIT' },
  { name: 'Vue', copyright: 'Copyright (c) 2018-present, Yuxi (Evan) You', licence: 'MIT' },
  { name: 'Vue Router, Pinia', copyright: 'Copyright (c) 2019-present Eduardo San Martin Morote', licence: 'MIT' },
  { name: 'Vue I18n', copyright: 'Copyright (c) 2020 kazuya kawaguchi', licence: 'MIT' },
  { name: 'Naive UI', copyright: 'Copyright (c) 2021 TuSimple', licence: 'MIT' },
  { name: 'Tabler Icons', copyright: 'Copyright (c) 2020-2024 Paweł Kuna', licence: 'MIT' },
  { name: 'uPlot', copyright: 'Copyright (c) 2022 Leon Sorokin', licence: 'MIT' },
  { name: 'Zod', copyright: 'Copyright (c) 2025 Colin McDonnell', licence: 'MIT' },
  { name: 'better-sqlite3', copyright: 'Copyright (c) 2017 Joshua Wise', licence: 'MIT' },
  {
    name: 'ws',
    copyright: 'Copyright (c) 2011 Einar Otto Stangvik; 2013 Arnout Kazemier; 2016 Luigi Pinca and contributors',
    licence: 'MIT',
  },
  { name: 'csv-parse', copyright: 'Copyright (c) 2010 Adaltas', licence: 'MIT' },
  { name: 'keytar', copyright: 'Copyright (c) 2013 GitHub Inc.', licence: 'MIT' },
]

/** The licence that all of them are given under, in its own words, which are not to be translated. */
export const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
