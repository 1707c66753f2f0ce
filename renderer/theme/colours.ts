import type { Sign } from '../../shared/operations/states.ts'

/** The themes that there are. */
export const themeNames = ['light', 'dark'] as const
/** A set of colours; which of them is used follows the system unless the person chooses. */
export type ThemeName = (typeof themeNames)[number]

/** The two colours of a sign: the ground of a cell or badge, and what is drawn or written on it. */
export interface SignColours {
  readonly fill: string
  readonly mark: string
}

/** Every colour of a theme. The only place where a colour is written down: CSS and Naive UI both take it from here. */
export interface Colours {
  /** What data stands on. */
  readonly ground: string
  /** Bars, navigation and headings around the data. */
  readonly surface: string
  /** What floats: menus, dialogs, tooltips. */
  readonly raised: string
  /** Under the pointer. */
  readonly hover: string
  /** Lines between things; they separate and carry no meaning. */
  readonly line: string
  /** The outline of a control, which has to be seen to be used. */
  readonly edge: string
  readonly text: string
  readonly muted: string
  /** Actions, focus, selection. */
  readonly accent: string
  readonly accentHover: string
  readonly accentPressed: string
  /** What is written on the accent. */
  readonly accentText: string
  /** Ground of what is selected. */
  readonly selected: string
  /** Laid over selected cells; see-through, since the fills of the signs have to stay themselves below it. */
  readonly veil: string
  /** What cannot be undone, as a button; written on with `dangerText`. */
  readonly danger: string
  readonly dangerHover: string
  readonly dangerText: string
  readonly shadow: string
  readonly signs: Readonly<Record<Sign, SignColours>>
}

/** The house's colours. A unit test computes the contrast of every pair that can meet. */
export const colours: Readonly<Record<ThemeName, Colours>> = {
  light: {
    ground: '#FFFFFF',
    surface: '#F6F7F9',
    raised: '#FFFFFF',
    hover: '#ECEFF3',
    line: '#DEE2E8',
    edge: '#8590A0',
    text: '#1A2330',
    muted: '#566273',
    accent: '#1B63D1',
    accentHover: '#1757BA',
    accentPressed: '#124A9F',
    accentText: '#FFFFFF',
    selected: '#E3EDFC',
    veil: 'rgb(27 99 209 / 0.08)',
    danger: '#B3261E',
    dangerHover: '#9A1F18',
    dangerText: '#FFFFFF',
    shadow: '0 1px 2px rgb(26 35 48 / 0.10), 0 6px 20px rgb(26 35 48 / 0.14)',
    signs: {
      staged: { fill: '#FFF3D1', mark: '#8A5A00' },
      sending: { fill: '#DDEBFF', mark: '#1B63D1' },
      waiting: { fill: '#E8ECF2', mark: '#566273' },
      refused: { fill: '#FDE4E1', mark: '#B3261E' },
      conflict: { fill: '#EEE4FD', mark: '#6B36B8' },
      unknown: { fill: '#FFE7D3', mark: '#A34A00' },
      done: { fill: '#DFF4E4', mark: '#1B7A3B' },
      discarded: { fill: '#F0F2F5', mark: '#5C6776' },
    },
  },
  dark: {
    ground: '#12161D',
    surface: '#191F28',
    raised: '#1F2732',
    hover: '#242C38',
    line: '#2A323E',
    edge: '#6B7888',
    text: '#E6EBF2',
    muted: '#9CA8B8',
    accent: '#7FB2FF',
    accentHover: '#9AC2FF',
    accentPressed: '#B4D2FF',
    accentText: '#0B1626',
    selected: '#1B2E4B',
    veil: 'rgb(127 178 255 / 0.18)',
    danger: '#FF9A92',
    dangerHover: '#FFB3AD',
    dangerText: '#2B0B09',
    shadow: '0 1px 2px rgb(0 0 0 / 0.40), 0 8px 24px rgb(0 0 0 / 0.48)',
    signs: {
      staged: { fill: '#3A2E10', mark: '#F2C14E' },
      sending: { fill: '#14294A', mark: '#7FB2FF' },
      waiting: { fill: '#262E3A', mark: '#A9B6C6' },
      refused: { fill: '#431C1A', mark: '#FF9A92' },
      conflict: { fill: '#2E2148', mark: '#C7A6FF' },
      unknown: { fill: '#42270F', mark: '#FFB27A' },
      done: { fill: '#16321F', mark: '#7FD89B' },
      discarded: { fill: '#1E2530', mark: '#94A0B0' },
    },
  },
}
