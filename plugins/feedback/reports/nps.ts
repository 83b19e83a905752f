import { RuleError, visible, type Scope } from '@karkhana/kernel'
import { defineReport } from '@karkhana/kernel/module'
import { DateTime } from 'luxon'
import { SURVEYS } from '../records.ts'
import { npsOf, type ScoreCounts } from '../scores.ts'

/** Net Promoter Score of branches, technicians or months. */
export default defineReport({
  id: 'feedback.nps',
  title: 'Net Promoter Score',
  description: 'Would customers recommend us? By branch, technician or month.',
  permission: 'feedback.survey.view',
  parameters: [
    { key: 'from', label: 'Answered from', kind: 'date', required: true },
    { key: 'to', label: 'Answered to', kind: 'date', required: true },
    {
      key: 'by',
      label: 'By',
      kind: 'choice',
      required: true,
      options: [
        { value: 'branch', label: 'Branch' },
        { value: 'technician', label: 'Technician' },
        { value: 'month', label: 'Month' },
      ],
    },
  ],
  columns: [
    { key: 'name', label: 'Of', kind: 'text' },
    { key: 'answers', label: 'Answers', kind: 'integer', total: true },
    { key: 'promoters', label: 'Promoters', kind: 'integer', total: true },
    { key: 'passives', label: 'Passives', kind: 'integer', total: true },
    { key: 'detractors', label: 'Detractors', kind: 'integer', total: true },
    { key: 'nps', label: 'NPS', kind: 'integer' },
  ],
  async rows(scope, { from, to, by }) {
    const counted = await count(scope, String(from), String(to), String(by ?? 'branch'))
    return counted.map((row) => ({
      ...row,
      answers: row.promoters + row.passives + row.detractors,
      nps: npsOf(row),
    }))
  },
})

function count(scope: Scope, from: string, to: string, by: string) {
  const { timezone: zone } = scope.organisation
  const begin = DateTime.fromISO(from, { zone }).startOf('day').toISO()!
  const end = DateTime.fromISO(to, { zone }).endOf('day').toISO()!
  return scope.read(async (unit) => {
    const name = {
      branch: unit.trx.raw('b.name as name'),
      technician: unit.trx.raw(`coalesce(u.name, m.name, 'Nobody') as name`),
      month: unit.trx.raw(`to_char(s.answered_at at time zone ?, 'YYYY-MM') as name`, [zone]),
    }[by]
    if (!name) throw new RuleError('E_REPORT_BY', 'There is no such grouping.', { field: 'by' })
    const query = unit
      .from('feedback_surveys as s')
      .join('branches as b', 'b.id', 's.branch_id')
      .leftJoin('memberships as m', 'm.id', 's.technician_id')
      .leftJoin('users as u', 'u.id', 'm.user_id')
      .whereBetween('s.answered_at', [begin, end])
      .select(
        name,
        unit.trx.raw('(count(*) filter (where s.score >= 9))::int as promoters'),
        unit.trx.raw('(count(*) filter (where s.score between 7 and 8))::int as passives'),
        unit.trx.raw('(count(*) filter (where s.score <= 6))::int as detractors')
      )
      .groupByRaw('1')
      .orderByRaw('1')
    return (await visible(query, scope, SURVEYS, 's')) as (ScoreCounts & { name: string })[]
  })
}
