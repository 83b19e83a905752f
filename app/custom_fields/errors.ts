import { RuleError } from '../errors.ts'

/** Fields of one kind of record; forms of more are filled in by nobody. */
export const MOST_FIELDS = 40

/** There is no room for one more field. */
export class TooManyCustomFieldsError extends RuleError {
  constructor(records: string) {
    super('E_CUSTOM_FIELD_LIMIT', `${records} have ${MOST_FIELDS} fields of their own already.`, {
      field: 'label',
      next: 'Archive one that is no longer needed first.',
    })
  }
}

/** Two fields with one label could not be told apart. */
export class CustomFieldLabelError extends RuleError {
  constructor(label: string) {
    super('E_CUSTOM_FIELD_LABEL', `There is a field "${label}" already.`, {
      field: 'label',
      next: 'Choose another label, or change that field.',
    })
  }
}

/** What was declared does not make a field; `field` names the input. */
export class CustomFieldShapeError extends RuleError {
  constructor(field: string, message: string, next: string) {
    super('E_CUSTOM_FIELD_SHAPE', message, { field, next })
  }
}

/** The module says that its records have custom fields, and lets no list find them. */
export class CustomFieldsNotIndexedError extends RuleError {
  constructor({ table, moduleName, label }: { table: string; moduleName: string; label: string }) {
    super('E_CUSTOM_FIELDS_NOT_INDEXED', `${label} cannot be found by fields of their own.`, {
      field: 'filterable',
      next: `Its author adds indexCustomFields('${table}') to a migration of ${moduleName}.`,
    })
  }
}

/** Records have values that would be no values of the new kind. */
export class CustomFieldKindError extends RuleError {
  constructor(filled: string) {
    super('E_CUSTOM_FIELD_KIND', `${filled} a value that would not fit this kind.`, {
      field: 'kind',
      next: 'Add a new field of this kind, and archive this one.',
    })
  }
}

/** Records have an option that was taken out. */
export class CustomOptionUsedError extends RuleError {
  constructor(used: string, label: string) {
    super('E_CUSTOM_FIELD_OPTION_USED', `${used} "${label}".`, {
      field: 'options',
      next: 'Archive the option: it is offered no longer, and they keep it.',
    })
  }
}
