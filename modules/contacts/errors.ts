import { RuleError } from '@karkhana/kernel'

/** The phone number cannot be read. */
export class PhoneError extends RuleError {
  constructor() {
    super('E_PHONE', 'This is no phone number.', {
      field: 'phone',
      next: 'Enter ten digits for India, or + and the country code for another country.',
    })
  }
}

/** The GSTIN breaks its pattern or its check character. */
export class GstinError extends RuleError {
  constructor(message: string) {
    super('E_GSTIN', message, { field: 'gstin' })
  }
}

/** The state chosen is not the one that the GSTIN is registered in. */
export class GstinStateError extends RuleError {
  constructor() {
    super('E_GSTIN_STATE', 'This GSTIN is registered in another state.', {
      field: 'stateCode',
      next: 'Choose the state of the registration, or correct the GSTIN.',
    })
  }
}

/** The state is not one that new records may name. */
export class StateError extends RuleError {
  constructor() {
    super('E_STATE', 'This state is not known.', {
      field: 'stateCode',
      next: 'Choose it from the list.',
    })
  }
}

/** The postal code is not one of India, though the state is. */
export class PinCodeError extends RuleError {
  constructor() {
    super('E_PIN_CODE', 'A PIN code has six digits and does not start with 0.', {
      field: 'postalCode',
      next: 'Correct it, or leave it empty.',
    })
  }
}

/** The contact that is in the way of a new one. */
export interface ExistingContact {
  id: string
  name: string
  archived: boolean
}

/** Another contact has the same phone number. Families and firms may share one, when said so. */
export class SharedPhoneError extends RuleError {
  constructor(contact: ExistingContact) {
    super('E_CONTACT_PHONE', `${contact.name} has this phone number already.`, {
      field: 'phone',
      next: contact.archived
        ? 'Restore that archived contact, or say that the number is shared.'
        : 'Use that contact, or say that the number is shared.',
      meta: { contact },
    })
  }
}

/** Another contact has the same GSTIN. */
export class SharedGstinError extends RuleError {
  constructor(contact: ExistingContact) {
    super('E_CONTACT_GSTIN', `${contact.name} has this GSTIN already.`, {
      field: 'gstin',
      next: contact.archived
        ? 'Restore that archived contact and use it.'
        : 'Use that contact; one that buys and sells is of the kind “both”.',
      meta: { contact },
    })
  }
}

/** Archived contacts are not changed. */
export class ArchivedContactError extends RuleError {
  constructor() {
    super('E_CONTACT_ARCHIVED', 'This contact is archived.', {
      next: 'Restore it, then make the change.',
    })
  }
}
