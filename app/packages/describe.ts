import type { AddPlan } from './plan.ts'

/** What a package would do here, for the person who decides. `withSql` shows every statement of its migrations. */
export function describePlan(plan: AddPlan, { withSql = false } = {}): string[] {
  const { summary, dependencies, migrations } = plan
  const fact = (label: string, values: string[]) =>
    values.length === 0
      ? [`  ${label.padEnd(16)} none`]
      : values.map((value, index) => `  ${(index === 0 ? label : '').padEnd(16)} ${value}`)
  return [
    `${summary.name} ${summary.version} (${plan.name}): ${summary.description}`,
    '',
    ...fact('What happens', [happens(plan)]),
    ...fact('Needs', [
      `kernel ${summary.kernel}`,
      ...Object.entries(summary.requires).map(([id, range]) => `${id} ${range}`),
    ]),
    ...fact(
      'npm packages',
      Object.entries(dependencies).map(([name, range]) => `${name} ${range}`)
    ),
    ...fact(
      'Permissions',
      summary.permissions.map(({ id, label }) => `${id} (${label})`)
    ),
    ...fact('Tables', summary.tables),
    ...fact(
      'Migrations',
      migrations.map(({ name }) => name)
    ),
    ...(withSql ? migrations.flatMap(({ sql }) => ['', ...sql.map((each) => `${each};`)]) : []),
    ...fact('Addresses', summary.routes),
    ...fact(
      'For strangers',
      summary.publicRoutes.map(({ route, why }) => `${route}: ${why}`)
    ),
    ...fact('Settings', summary.settings),
    ...fact(
      'Secrets',
      summary.secrets.map(({ label, group }) => `${label} of ${group}`)
    ),
    ...fact('Hosts in code', summary.hosts),
    ...fact('Reacts to', summary.handles),
    ...fact('Fills slots', summary.slots),
    ...fact(
      'Runs by itself',
      summary.schedules.map(({ label, cron }) => `${label} (${cron})`)
    ),
    '',
    '  Its code runs in the server with all that Karkhana can reach. Add only what you trust.',
  ]
}

function happens({ action, from, version }: AddPlan): string {
  switch (action) {
    case 'install':
      return 'It is installed, and off for every organisation.'
    case 'upgrade':
      return `${from} is replaced by ${version}.`
    case 'downgrade':
      return `${from} is replaced by the older ${version}; tables stay as they are.`
    case 'replace':
      return `The files of ${version} are replaced.`
    case 'nothing':
      return `${version} is there already, with the same files.`
  }
}
