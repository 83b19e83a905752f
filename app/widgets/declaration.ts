import type { BuiltInRole } from '../http/page_types.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ChartData } from './chart.ts'
import type { Period } from './period.ts'

/** One number that matters, with the list behind it. */
export interface Tile {
  id: string
  label: string
  value: number | string
  kind: 'money' | 'number' | 'text'
  href?: string
  tone?: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
}

/** Computes the tiles of a module for the reader and the period they look at; asked only when the module is on. */
export type TileSource = (scope: Scope, period: Period) => Promise<Tile[]>

/** A short list of what waits for the reader: late tickets, oldest unpaid invoices. */
export interface AttentionList {
  id: string
  title: string
  /** The whole list. */
  href?: string
  /** Five at the most, the most pressing first. */
  items: {
    id: string
    label: string
    detail?: string
    href?: string
    status?: { label: string; tone?: Tile['tone'] }
  }[]
}

/** Reads the attention list of a module for the reader, `null` when nothing waits. */
export type AttentionSource = (scope: Scope, period: Period) => Promise<AttentionList | null>

/** Computes a chart of a module for the reader; `null`, or nothing but zeros, leaves the card out. */
export type ChartSource = (scope: Scope, period: Period) => Promise<ChartData | null>

/** Reads what a component of the module shows; `null` leaves the card out. */
export type WidgetData<Data extends object = object> = (
  scope: Scope,
  period: Period
) => Promise<Data | null>

/** What a card's data is to the component that draws it: `defineProps<{ data: WidgetDataOf<typeof load> }>()`. */
export type WidgetDataOf<Load> = Load extends WidgetData<infer Data> ? Data : never

/** Half of a row on a desk, or all of it; on a phone every card is as wide as the page. */
export type CardSize = 'half' | 'full'

type Lazy<T> = () => Promise<{ default: T }>

/**
 * A card of the start page. Its source runs in a read unit of the reader and is cut off after a second; the cards stand
 * in the order of the menu, until the reader arranges them.
 */
export type WidgetDeclaration = {
  /** Prefixed by the module: `tickets.figures`. */
  id: string
  /** Heading, and name in the list of cards. */
  title: string
  permission: string
  /** `half` when left out. Figures stand in a row of tiles of their own. */
  size?: CardSize
  /** Built-in roles that see it without asking for it; everybody with the permission when left out. */
  roles?: BuiltInRole[]
} & (
  | { kind: 'figures'; load: Lazy<TileSource> }
  | { kind: 'list'; load: Lazy<AttentionSource> }
  | { kind: 'chart'; load: Lazy<ChartSource> }
  /** `component` lies in the module's `slots/` and receives the data as prop `data`, the title as `title`. */
  | { kind: 'component'; component: string; load: Lazy<WidgetData> }
)

/** A card as the start page receives it. */
export type HomeCard = {
  id: string
  module: string
  /** As the reader calls it. */
  moduleName: string
  title: string
  size: CardSize
} & (
  | { kind: 'figures'; tiles: Tile[] }
  | { kind: 'list'; list: AttentionList }
  | { kind: 'chart'; chart: ChartData }
  | { kind: 'component'; component: string; data: Record<string, unknown> }
  | { kind: 'failed'; failed: 'error' | 'late' }
)

/** A card that the reader may have, as it stands in the arrangement of their start page. */
export interface ArrangedCard {
  id: string
  title: string
  /** Name of the module that brings it. */
  module: string
  shown: boolean
}
