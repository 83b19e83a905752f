import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue'
import type { LookupOption } from './use_lookup.ts'

/** What a form tells the fields inside it. */
export interface FormContext {
  errorOf: (name: string) => string | undefined
  forget: (name: string) => void
  disabled: () => boolean
  /** Notes what a picker shows for its id. */
  notePick?: (name: string, option: LookupOption | null) => void
  /** What a picker showed for this id, in a form that was restored. */
  pickOf?: (name: string, id: string) => LookupOption | null
}

/** Props that every field takes. */
export interface FieldProps {
  /** Path of the value in the request, `lines.0.quantity`; finds the error and names the input. */
  name: string
  label?: string
  hint?: string
  required?: boolean
  disabled?: boolean
  /** Overrides the form's own error. */
  error?: string
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
}

const FORM: InjectionKey<FormContext> = Symbol('form')

/** Makes the fields below know the form's errors. */
export function provideForm(context: FormContext): void {
  provide(FORM, context)
}

/** Ids, error and state of one field, ready to bind on its control. */
export function useField(props: FieldProps) {
  const form = inject(FORM, null)
  const id = `f-${props.name.replace(/[^a-zA-Z0-9]+/g, '-')}-${useId()}`
  const error = computed(() => props.error ?? form?.errorOf(props.name))
  const described = computed(() => {
    const ids = [props.hint ? `${id}-hint` : '', error.value ? `${id}-error` : ''].filter(Boolean)
    return ids.length > 0 ? ids.join(' ') : undefined
  })
  const disabled: ComputedRef<boolean> = computed(
    () => Boolean(props.disabled) || Boolean(form?.disabled())
  )
  const control = computed(() => ({
    'id': id,
    'name': props.name,
    'required': props.required || undefined,
    'disabled': disabled.value || undefined,
    'aria-invalid': error.value ? ('true' as const) : undefined,
    'aria-describedby': described.value,
    'data-field': props.name,
  }))
  /** Called on a change: an old error no longer describes the new value. */
  const touched = () => form?.forget(props.name)
  /** Lets the form know, and recall, what stands for the id of a picker. */
  const notePick = (option: LookupOption | null) => form?.notePick?.(props.name, option)
  const pickOf = (value: string) => form?.pickOf?.(props.name, value) ?? null
  return { id, error, disabled, control, touched, notePick, pickOf }
}
