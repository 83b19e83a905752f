/** Every part that can be added, as authors would: arguments of `make:module:<part>`. */
export function partsOf(id: string, noun: string): string[][] {
  const words = noun.split(' ').join('_')
  return [
    ['page', id, 'overview'],
    ['slot', id, 'customer_notes', '--slot=contacts.contact.aside'],
    ['widget', id, 'newest_notes', '--kind=list'],
    ['widget', id, 'note_count'],
    ['widget', id, 'note_card', '--kind=component'],
    ['widget', id, 'notes_by_day_chart', '--kind=chart'],
    ['command', id, 'open_notes'],
    ['job', id, 'send_note'],
    ['schedule', id, 'remind_people', '--cron=0 8 * * 1'],
    ['event', id, 'note_written'],
    ['event-handler', id, 'after_delivery', '--event=jobcards.job_delivered@1'],
    ['webhook', id, 'note.written', `--event=${id}.note_written@1`],
    ['migration', id, 'comments'],
    ['report', id, 'notes_by_day'],
    ['search', id, words],
    ['importer', id, words, `--noun=${noun}`],
    ['exporter', id, words],
    ['document', id, 'note_sheet'],
    ['mail', id, 'ask_for_note'],
    ['link', id, 'survey'],
    ['contract', id, 'statistics'],
    ['driver', id, 'http'],
    ['extension', id, 'card_footer', '--point=jobcards.document_footer@1'],
    ['setting', id, 'reminder_days', '--kind=integer'],
    ['setting', id, 'signature'],
    ['secret', id, 'api_key', '--group=Example Service'],
    ['lifecycle', id, 'enable'],
    ['lifecycle', id, 'exportData'],
  ]
}
