import { defineRecords } from '@karkhana/kernel/module'

/** Surveys of the reader's branches; without `view_all`, those about their own work. */
export const SURVEYS = defineRecords({
  table: 'feedback_surveys',
  noun: 'survey',
  view: 'feedback.survey.view',
  branch: 'branch_id',
  own: {
    column: 'technician_id',
    unless: 'feedback.survey.view_all',
    label: 'answers about their own work',
  },
})
