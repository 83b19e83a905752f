import { KarkhanaError, RuleError } from '../errors.ts'

/** Code asks for the settings of a module that declares none. */
export class NoSettingsError extends KarkhanaError {
  constructor(module: string) {
    super('E_NO_SETTINGS', 500, `The module ${module} declares no settings.`, {
      next: 'Declare them in its module.ts under settings; docs/plugins/contract/settings.md says how.',
    })
  }
}

/** Somebody sends a key that the module does not declare, or that is not theirs to choose. */
export class UnknownSettingError extends RuleError {
  constructor(key: string, known: string[]) {
    super('E_SETTING_UNKNOWN', `There is no setting "${key}" here.`, {
      field: `values.${key}`,
      next:
        known.length > 0 ? `There are: ${known.join(', ')}.` : 'There is nothing to choose here.',
    })
  }
}

/** A program or a job has no preferences of its own. */
export class NoPreferencesError extends RuleError {
  constructor() {
    super('E_NO_PREFERENCES', 'Preferences belong to people, and nobody is signed in here.', {
      next: 'Sign in, or change the settings of the organisation instead.',
    })
  }
}
