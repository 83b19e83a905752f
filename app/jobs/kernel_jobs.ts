import exportData from '../data/jobs/export_data.ts'
import keepData from '../data/jobs/keep_data.ts'
import pruneHistory from '../events/jobs/prune_history.ts'
import mailRegistration from '../identity/jobs/mail_registration.ts'
import mailResetLink from '../identity/jobs/mail_reset_link.ts'
import deliverAccountMail from '../identity/jobs/deliver_account_mail.ts'
import purgeModule from '../modules/jobs/purge_module.ts'
import upgradeModules from '../modules/jobs/upgrade_modules.ts'
import measureUsage from '../partners/jobs/measure_usage.ts'
import mailNotifications from '../notifications/jobs/mail_notifications.ts'
import textNotification from '../notifications/jobs/text_notification.ts'
import runBulk from '../bulk/jobs/run_bulk.ts'
import printDocuments from '../documents/printing/jobs/print_documents.ts'
import runImport from '../transfer/jobs/run_import.ts'
import writeExport from '../transfer/exports/jobs/write_export.ts'
import makePreview from '../attachments/jobs/make_preview.ts'
import scanAttachment from '../attachments/jobs/scan_attachment.ts'
import removeFiles from '../files/jobs/remove_files.ts'
import warnOfRoom from '../files/jobs/warn_of_room.ts'
import sweepFiles from '../files/jobs/sweep_files.ts'
import deliverSms from '../sms/deliver_sms.ts'
import deliverMessage from '../messages/jobs/deliver_message.ts'
import type { RunnableJob } from './job.ts'

/** The jobs of the kernel itself: of the deployment, and of every organisation. */
export const KERNEL_JOBS: RunnableJob[] = [
  deliverAccountMail,
  deliverMessage,
  deliverSms,
  mailRegistration,
  runBulk,
  printDocuments,
  runImport,
  writeExport,
  mailResetLink,
  measureUsage,
  pruneHistory,
  exportData,
  purgeModule,
  upgradeModules,
  keepData,
  mailNotifications,
  textNotification,
  makePreview,
  scanAttachment,
  removeFiles,
  warnOfRoom,
  sweepFiles,
]
