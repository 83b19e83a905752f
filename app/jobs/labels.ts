import type { Say } from '../lang/say.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { installedJobs } from './installed_jobs.ts'

/** What people call the jobs of the kernel. */
const KERNEL: Record<string, { label: string }> = {
  'kernel.run_bulk': { label: 'Changes to many records' },
  'kernel.run_import': { label: 'Import of a file' },
  'kernel.export_data': { label: 'Export of all data' },
  'kernel.purge_module': { label: 'Deletion of the data of a module' },
  'kernel.deliver_message': { label: 'Message to a customer' },
  'kernel.mail_notifications': { label: 'Mail about notifications' },
  'kernel.print_documents': { label: 'Printing of many documents' },
  'kernel.write_export': { label: 'Export of a list' },
}

/** Names jobs in the words of the reader: as declared, else by what the name says. */
export async function jobTitles(say: Say): Promise<(name: string) => string> {
  const jobs = await installedJobs(installedRegistry())
  return (name) => {
    const label = KERNEL[name]?.label ?? jobs.get(name)?.label
    return label ? say(name.split('.')[0], label) : inWords(name)
  }
}

/** `invoicing.send_invoice` is «Send invoice». */
function inWords(name: string): string {
  const words = name.slice(name.indexOf('.') + 1).replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
