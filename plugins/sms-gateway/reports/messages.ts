import { defineReport } from '@karkhana/kernel/module'
import { figuresByDay } from '../services/statement_figures.ts'
import { LOG } from '../settings.ts'

/** Messages per day by what became of them. */
export default defineReport({
  id: 'sms-gateway.messages',
  title: 'Text messages',
  description: 'How many text messages went out each day, how many did not, and what they cost.',
  permission: LOG.permission,
  parameters: [
    { key: 'from', label: 'From', kind: 'date', required: true },
    { key: 'to', label: 'To', kind: 'date', required: true },
  ],
  columns: [
    { key: 'day', label: 'Day', kind: 'date' },
    { key: 'sent', label: 'Sent', kind: 'integer', total: true },
    { key: 'failed', label: 'Not sent', kind: 'integer', total: true },
    { key: 'queued', label: 'On the way', kind: 'integer', total: true },
    { key: 'cost', label: 'Cost', kind: 'money', total: true },
  ],
  async rows(scope, { from, to }) {
    const days = await figuresByDay(scope, LOG, { from: String(from), to: String(to) })
    return days.map((day) => ({ ...day }))
  },
})
