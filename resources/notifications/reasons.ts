/** The channels by which somebody is told of one reason. */
export interface ReasonChoices {
  inbox: boolean
  mail: 'off' | 'soon' | 'digest'
  sms: boolean
  whatsapp: boolean
}

export type PhoneChannel = 'sms' | 'whatsapp'

/** A reason as its pages show it. */
export interface Reason extends ReasonChoices {
  id: string
  /** Of a reason of a module; those of the kernel stand in the texts. */
  label: string | null
  urgent: boolean
}

/** The channels of a reason alone, as they are sent. */
export const channelsOf = ({ inbox, mail, sms, whatsapp }: ReasonChoices): ReasonChoices => ({
  inbox,
  mail,
  sms,
  whatsapp,
})
