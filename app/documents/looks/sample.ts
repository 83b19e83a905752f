import { getBranch } from '../../branches/branches.ts'
import { formatDate } from '../../dates/index.ts'
import type { Language } from '../../lang/declaration.ts'
import { wordsOf } from '../../lang/words.ts'
import { asPaise } from '../../money/index.ts'
import { printedLogo } from '../../settings/logos.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { DocumentDefinition } from '../definition.ts'
import type { PrintedOrganisation, PrintedRow } from '../print_types.ts'

/** Lines of the sample: enough for a second page. */
const LINES = 28

/** A paper of nothing, by which people see how theirs look. */
export const sampleDocument: DocumentDefinition = {
  id: 'kernel.sample',
  title: 'Sample',
  template: 'documents::looks/sample',
  permission: 'kernel.document.manage',
  formats: ['A5', 'receipt-80mm'],
  load: async (scope, _id, language) => sampleData(scope, language),
}

/** What stands on the sample, in the name of the branch that is open. */
export async function sampleData(scope: Scope, language: Language) {
  const say = wordsOf(language, 'kernel')
  const price = 1_250_00
  const rows: PrintedRow[] = Array.from({ length: LINES }, (_, index) => ({
    number: index + 1,
    what: say('documents.sample.line', { number: index + 1 }),
    quantity: '1',
    amount: price,
  }))
  const total = asPaise(LINES * price)
  return {
    number: 'SAMPLE-0001',
    date: scope.today(),
    organisation: await issuer(scope),
    facts: [{ label: say('documents.sample.date'), value: formatDate(scope.today()) }],
    parties: [
      {
        heading: say('documents.sample.for'),
        name: say('documents.sample.customer'),
        lines: [say('documents.sample.address')],
      },
    ],
    columns: [
      { key: 'number', label: '#', kind: 'index', width: '7mm' },
      { key: 'what', label: say('documents.sample.what'), kind: 'text' },
      { key: 'quantity', label: say('documents.sample.quantity'), kind: 'number', width: '22mm' },
      { key: 'amount', label: say('documents.sample.amount'), kind: 'amount', width: '28mm' },
    ],
    rows,
    totals: [{ label: say('documents.sample.total'), amount: total, grand: true }],
    words: total,
  }
}

/** The branch that is open, as papers name it. */
async function issuer(scope: Scope): Promise<PrintedOrganisation> {
  const branch = await getBranch(scope, scope.branch.id)
  const { addressLine1, addressLine2, city, postalCode, taxId, phone, email } = branch
  return {
    branchId: branch.id,
    name: scope.organisation.name,
    legalName: scope.organisation.legalName,
    address: [addressLine1, addressLine2, `${city} ${postalCode}`].filter((line): line is string =>
      Boolean(line)
    ),
    taxIds: taxId ? [{ label: 'GSTIN', value: taxId }] : [],
    phone: phone ?? undefined,
    email: email ?? undefined,
    logo: await printedLogo(scope, branch.id),
  }
}
