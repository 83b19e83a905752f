import type { Scope } from '../tenancy/scope.ts'

/** One number that matters, with the list behind it. */
export interface Tile {
  id: string
  label: string
  value: number | string
  kind: 'money' | 'number' | 'text'
  href?: string
  tone?: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
}

/** Computes the tiles of a module for the reader; asked only when the module is on. */
export type TileSource = (scope: Scope) => Promise<Tile[]>

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
export type AttentionSource = (scope: Scope) => Promise<AttentionList | null>

/** Reads what a component of the module shows; `null` leaves the card out. */
export type WidgetData<Data extends object = object> = (scope: Scope) => Promise<Data | null>

/** What a card's data is to the component that draws it: `defineProps<{ data: WidgetDataOf<typeof load> }>()`. */
export type WidgetDataOf<Load> = Load extends WidgetData<infer Data> ? Data : never

type Lazy<T> = () => Promise<{ default: T }>

/**
 * A card of the start page. Its source runs in a read unit of the reader and is cut off after a second; the cards stand
 * in the order of the menu.
 */
export type WidgetDeclaration = {
  /** Prefixed by the module: `tickets.figures`. */
  id: string
  /** Heading, and name in the list of cards. */
  title: string
  permission: string
} & (
  | { kind: 'figures'; load: Lazy<TileSource> }
  | { kind: 'list'; load: Lazy<AttentionSource> }
  /** `component` lies in the module's `slots/` and receives the data as prop `data`, the title as `title`. */
  | { kind: 'component'; component: string; load: Lazy<WidgetData> }
)

/** A card as the start page receives it. */
export type HomeCard = { id: string; module: string; title: string } & (
  | { kind: 'figures'; tiles: Tile[] }
  | { kind: 'list'; list: AttentionList }
  | { kind: 'component'; component: string; data: Record<string, unknown> }
  | { kind: 'failed'; failed: 'error' | 'late' }
)
