/** What becomes of a delivery, in the words of the pages. */
export const DELIVERY_STATES = [
  { value: 'pending', label: 'Due' },
  { value: 'running', label: 'Under way' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Tried again' },
  { value: 'waiting', label: 'Waits' },
  { value: 'dead', label: 'Given up' },
  { value: 'dropped', label: 'Dropped' },
]

export type DeliveryState =
  'pending' | 'running' | 'done' | 'failed' | 'waiting' | 'dead' | 'dropped'
