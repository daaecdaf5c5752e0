import AuditExport from './crossledger/audit/export.ts';
import AuditShow from './crossledger/audit/show.ts';
import AuditVerify from './crossledger/audit/verify.ts';
import OrderCertificate from './crossledger/order/certificate.ts';
import QueueCancel from './crossledger/queue/cancel.ts';
import QueueDiscard from './crossledger/queue/discard.ts';
import QueueEdit from './crossledger/queue/edit.ts';
import QueueList from './crossledger/queue/list.ts';
import QueueRefuse from './crossledger/queue/refuse.ts';
import QueueRelease from './crossledger/queue/release.ts';
import QueueRetry from './crossledger/queue/retry.ts';
import QueueShow from './crossledger/queue/show.ts';

/** Every command by its id, for `npx crossledger …` in the checkout. One more command is one more line. */
export const COMMANDS = {
  'audit:export': AuditExport,
  'audit:show': AuditShow,
  'audit:verify': AuditVerify,
  'order:certificate': OrderCertificate,
  'queue:cancel': QueueCancel,
  'queue:discard': QueueDiscard,
  'queue:edit': QueueEdit,
  'queue:list': QueueList,
  'queue:refuse': QueueRefuse,
  'queue:release': QueueRelease,
  'queue:retry': QueueRetry,
  'queue:show': QueueShow,
};

/** The same below the topic `crossledger`, for `sf crossledger …`. */
export const SF_COMMANDS = Object.fromEntries(Object.entries(COMMANDS).map(([id, command]) => [`crossledger:${id}`, command]));
