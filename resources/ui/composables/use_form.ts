import type { UseFormSubmitOptions } from '@inertiajs/core'
import { useForm as useInertiaForm, type InertiaForm } from '@inertiajs/vue3'

/**
 * A form's values as KForm takes them. The generic is loose on purpose: Inertia's own type
 * refuses interfaces with optional members, which most of our records have.
 */
export type KFormValues<Values extends object> = InertiaForm<Values>

/**
 * What KForm needs of a form, whatever its values are. Members are methods, so that the narrower
 * parameter types of a real form still fit.
 */
export interface AnyForm {
  isDirty: boolean
  processing: boolean
  errors: object
  data(): object
  defaults(): unknown
  clearErrors(...fields: string[]): unknown
  transform(change: (values: object) => object): unknown
  submit(
    method: 'post' | 'put' | 'patch' | 'delete',
    url: string,
    options: UseFormSubmitOptions
  ): void
}

/** Starts a form with its first values; give a `key` to keep what was typed over a reload. */
export function useForm<Values extends object>(values: Values, key?: string): KFormValues<Values> {
  const start = useInertiaForm as unknown as (...args: unknown[]) => KFormValues<Values>
  return key ? start(key, values) : start(values)
}
