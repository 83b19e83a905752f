import type { HttpContext } from '@adonisjs/core/http'
import type { OfferedSlot, SlotFill } from '../http/page_types.ts'
import { contributed, fewAtOnce } from '../modules/contributed.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SlotId, SlotProps } from './declaration.ts'
import { fillsOf, shownFill } from './fills.ts'
import type { PlacedFill } from './order.ts'

/** The slots that a page offers, with what it gives to their fills. */
export type SlotOffers = { [Id in SlotId]?: SlotProps<Id> }

/**
 * The page prop `offered`: the slots of a page with the props it gives and the data of every fill, read here, side by
 * side. Part of `reply(ctx).record(…, { slots })`; other pages spread it into their props.
 */
export async function offerSlots(
  { scope, containerResolver }: Pick<HttpContext, 'scope' | 'containerResolver'>,
  offers: SlotOffers
): Promise<{ offered: Record<string, OfferedSlot> }> {
  const registry = await containerResolver.make(ModuleRegistry)
  return { offered: await fillSlots(registry, scope, offers) }
}

/** What fills the offered slots for the reader, with its data. */
export async function fillSlots(
  registry: Pick<ModuleRegistry, 'manifests'>,
  scope: Scope,
  offers: SlotOffers
): Promise<Record<string, OfferedSlot>> {
  const slots = Object.entries(offers as Record<string, object>)
  const tasks = slots.flatMap(([slot, props]) =>
    fillsOf(registry, scope, slot).map((fill) => async () => ({
      slot,
      fill: await withData(scope, slot, fill, props),
    }))
  )
  const filled = Map.groupBy(await fewAtOnce(tasks), ({ slot }) => slot)
  return Object.fromEntries(
    slots.map(([slot, props]) => [
      slot,
      {
        props: props as Record<string, unknown>,
        fills: (filled.get(slot) ?? []).flatMap(({ fill }) => fill ?? []),
      },
    ])
  )
}

async function withData(
  scope: Scope,
  slot: string,
  fill: PlacedFill,
  props: object
): Promise<SlotFill | null> {
  const shown = shownFill(fill)
  const { module, component, data } = fill
  if (!data) return shown
  const read = await contributed(scope, { module, slot, component }, async () =>
    (await data()).default(scope, props as never)
  )
  if ('failed' in read) return { ...shown, failed: read.failed }
  return read.value && { ...shown, data: read.value as Record<string, unknown> }
}
