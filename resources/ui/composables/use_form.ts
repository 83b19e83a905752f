import { useForm as useInertiaForm, type InertiaForm } from '@inertiajs/vue3'

/**
 * A form's values as KForm takes them. The generic is loose on purpose: Inertia's own type
 * refuses interfaces with optional members, which most of our records have.
 */
export type KFormValues<Values extends object> = InertiaForm<Values>

/** Starts a form with its first values; give a `key` to keep what was typed over a reload. */
export function useForm<Values extends object>(values: Values, key?: string): KFormValues<Values> {
  const start = useInertiaForm as unknown as (...args: unknown[]) => KFormValues<Values>
  return key ? start(key, values) : start(values)
}
