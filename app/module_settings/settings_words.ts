import type { Say } from '../lang/say.ts'
import type { SettingsView } from './settings.ts'

/** The settings of a module with the labels that it declares, as the reader calls them. */
export function settingsIn(say: Say, view: SettingsView): SettingsView {
  const { id, name, description } = view.module
  return {
    ...view,
    module: { id, name: say(id, name), description: say(id, description) },
    fields: view.fields.map((field) => ({
      ...field,
      label: say(id, field.label),
      ...(field.help && { help: say(id, field.help) }),
      ...(field.options && {
        options: field.options.map(({ value, label }) => ({ value, label: say(id, label) })),
      }),
    })),
    locked: view.locked && say('kernel', view.locked),
  }
}
